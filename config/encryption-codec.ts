import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { encryptionVariable, keyMissingText } from '../domain/encryption-variable.ts';
import type { EncryptionKey } from './encryption-keys.ts';

const { Payload: wire } = proto.temporal.api.common.v1;

/** The same as in Temporal's own examples, so that its tools recognize it. */
const encoding = 'binary/encrypted';
const keyIdField = 'encryption-key-id';

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** The key that something was encrypted with is missing, or another key has its ID. */
export class KeyMissing extends Error {
  override readonly name = 'KeyMissing';
}

/**
 * Encrypts every payload that Temporal stores with the first key, and decrypts with whichever key
 * was used. Plain payloads are read as they are, so encryption can begin at any time; without keys
 * nothing is encrypted. `decode` throws `KeyMissing`, so that workflows wait until the key is there.
 */
export class EncryptionCodec implements PayloadCodec {
  readonly #first: EncryptionKey | undefined;
  readonly #byId: ReadonlyMap<string, EncryptionKey>;

  constructor(keys: readonly EncryptionKey[]) {
    [this.#first] = keys;
    this.#byId = new Map(keys.map((key) => [key.id, key]));
  }

  encode(payloads: Payload[]): Promise<Payload[]> {
    const key = this.#first;
    return Promise.resolve(key === undefined ? payloads : payloads.map((payload) => encrypt(payload, key)));
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws has to reject
  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => (isEncrypted(payload) ? this.#decrypt(payload) : payload));
  }

  #decrypt({ metadata, data }: Encrypted): Payload {
    const id = Buffer.from(metadata[keyIdField]).toString();
    const key = this.#byId.get(id);
    if (key === undefined) {
      throw new KeyMissing(keyMissingText(id));
    }
    try {
      return decrypt(data, key);
    } catch (cause) {
      throw new KeyMissing(
        `This is encrypted with the key ${JSON.stringify(id)}, and the one that ${encryptionVariable} has of that ID is another one.`,
        { cause },
      );
    }
  }
}

interface Encrypted {
  readonly metadata: Record<typeof keyIdField, Uint8Array>;
  readonly data: Uint8Array;
}

/** A payload that merely claims to be encrypted could never be decrypted. It counts as plain, so that its workflow does not wait for ever. */
function isEncrypted(payload: Payload): payload is Payload & Encrypted {
  const { metadata, data } = payload;
  const says = metadata?.['encoding'];
  if (!says || Buffer.from(says).toString() !== encoding) return false;
  return metadata[keyIdField] != null && data != null && data.length >= ivBytes + tagBytes;
}

function encrypt(payload: Payload, { id, bytes }: EncryptionKey): Payload {
  const iv = randomBytes(ivBytes);
  const sealing = createCipheriv(cipher, bytes, iv);
  const data = Buffer.concat([
    iv,
    sealing.update(wire.encode(payload).finish()),
    sealing.final(),
    sealing.getAuthTag(),
  ]);
  return { metadata: { encoding: Buffer.from(encoding), [keyIdField]: Buffer.from(id) }, data };
}

function decrypt(data: Uint8Array, { bytes }: EncryptionKey): Payload {
  const opening = createDecipheriv(cipher, bytes, data.subarray(0, ivBytes), { authTagLength: tagBytes });
  opening.setAuthTag(data.subarray(-tagBytes));
  return wire.decode(Buffer.concat([opening.update(data.subarray(ivBytes, -tagBytes)), opening.final()]));
}
