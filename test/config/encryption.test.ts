/** What `DOBROBOT_ENCRYPTION_KEYS` encrypts for Temporal, and who can decrypt it. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultPayloadConverter } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { EncryptionCodec } from '../../config/encryption-codec.ts';
import { encryptionKeys } from '../../config/encryption-keys.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const aKey = () => randomBytes(32).toString('base64');
const codecBy = (keys: string) => new EncryptionCodec(encryptionKeys({ DOBROBOT_ENCRYPTION_KEYS: keys }));
const said = { reason: 'the cellar is flooded' };
const payload = defaultPayloadConverter.toPayload(said);
const read = (payloads: Awaited<ReturnType<EncryptionCodec['decode']>>) =>
  payloads.map((one) => defaultPayloadConverter.fromPayload(one));

describe('the keys', () => {
  it('stand in the environment or in a file, a line each or with commas', async () => {
    const [one, two] = [aKey(), aKey()];
    const path = join(await temporaryFolder(), 'keys');
    await writeFile(path, `new:${one}\nold:${two}\n`);
    const keys = encryptionKeys({ DOBROBOT_ENCRYPTION_KEYS_FILE: path });
    expect(keys).toEqual(encryptionKeys({ DOBROBOT_ENCRYPTION_KEYS: `new:${one},old:${two}` }));
    expect(keys.map(({ id, bytes }) => [id, bytes.toString('base64')])).toEqual([
      ['new', one],
      ['old', two],
    ]);
    expect(encryptionKeys({})).toEqual([]);
  });

  it.each([
    ['k1', /key 1 is not id:base64/],
    [`k1:${aKey()},${aKey()}`, /key 2 is not id:base64/],
    [`k1:${aKey()},`, /key 2 is not id:base64/],
    [`k1:${randomBytes(16).toString('base64')}`, /the key "k1" has 16 bytes and not 32/],
    [`k1:${aKey()},k1:${aKey()}`, /two keys with the ID "k1"/],
  ])('that cannot be meant are told of without a word of them', (keys, message) => {
    const read = () => encryptionKeys({ DOBROBOT_ENCRYPTION_KEYS: keys });
    expect(read).toThrow(message);
    expect(read).toThrow(/openssl rand -base64 32/);
    for (const [, secret = '-'] of keys.matchAll(/([A-Za-z0-9+/]{10,}=*)/g)) expect(read).not.toThrow(secret);
  });
});

describe('the codec', () => {
  it('encrypts with the first key, under its ID, each time otherwise, and reads it again', async () => {
    const codec = codecBy(`k2:${aKey()},k1:${aKey()}`);
    const [first, second] = await codec.encode([payload, payload]);
    if (!first || !second) throw new Error('Something is lost');
    expect(Buffer.from(first.data ?? []).toString()).not.toContain('cellar');
    expect(first.data).not.toEqual(second.data);
    const texts = Object.entries(first.metadata ?? {}).map(([name, value]) => [
      name,
      Buffer.from(value).toString(),
    ]);
    expect(Object.fromEntries(texts)).toEqual({ encoding: 'binary/encrypted', 'encryption-key-id': 'k2' });
    expect(read(await codec.decode([first, second]))).toEqual([said, said]);
  });

  it('reads what was written before encryption began, and with older keys', async () => {
    const [one, two] = [aKey(), aKey()];
    const old = await codecBy(`k1:${one}`).encode([payload]);
    const now = codecBy(`k2:${two},k1:${one}`);
    expect(read(await now.decode([payload, ...old, ...(await now.encode([payload]))]))).toEqual([
      said,
      said,
      said,
    ]);
  });

  it('names the key that is missing, or that is another one', async () => {
    const written = await codecBy(`k1:${aKey()}`).encode([payload]);
    await expect(codecBy(`k2:${aKey()}`).decode(written)).rejects.toThrow(
      /with the key "k1", which DOBROBOT_ENCRYPTION_KEYS does not have/,
    );
    await expect(codecBy(`k1:${aKey()}`).decode(written)).rejects.toThrow(
      /with the key "k1", and .* is another one/,
    );
    await expect(new EncryptionCodec([]).decode(written)).rejects.toThrow(/"k1"/);
  });

  it('refuses what was changed on the way', async () => {
    const codec = codecBy(`k1:${aKey()}`);
    const [written] = await codec.encode([payload]);
    const data = Buffer.from(written?.data ?? []);
    data.writeUInt8(data.readUInt8(20) ^ 1, 20);
    await expect(codec.decode([{ ...written, data }])).rejects.toThrow(/"k1"/);
  });

  it('leaves as it is what nobody could ever read: no workflow waits for a key to it', async () => {
    const codec = codecBy(`k1:${aKey()}`);
    const fakes = [
      { encoding: 'binary/encrypted' },
      { encoding: 'binary/encrypted', 'encryption-key-id': 'k1' },
    ].map((metadata) => ({
      metadata: Object.fromEntries(Object.entries(metadata).map(([name, text]) => [name, Buffer.from(text)])),
      data: Buffer.from('short'),
    }));
    expect(await codec.decode(fakes)).toEqual(fakes);
  });
});
