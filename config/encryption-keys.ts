import { encryptionVariable } from '../domain/encryption-variable.ts';
import { readSecret, SecretMistake } from './secret.ts';

const keyBytes = 32;

/** An AES-256 key. Its ID is stored with everything it encrypts. */
export interface EncryptionKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * The keys in `DOBROBOT_ENCRYPTION_KEYS`, as `id:base64,…`. The first encrypts, all decrypt; without the variable there are none. Throws
 * `SecretMistake` with the ID of the wrong key.
 */
export function encryptionKeys(env: NodeJS.ProcessEnv): readonly EncryptionKey[] {
  const text = readSecret(encryptionVariable, env);
  const keys = text === null ? [] : text.split(/[,\n]/).map((one, index) => keyIn(one.trim(), index + 1));
  const twice = keys.find(({ id }, index) => keys.findIndex((other) => other.id === id) !== index);
  if (twice !== undefined) throw mistake(`it has two keys with the ID ${JSON.stringify(twice.id)}`);
  return keys;
}

/** The message does not quote text that is not even `id:…`: it may be the key. */
function keyIn(text: string, place: number): EncryptionKey {
  const [, id, base64] = /^([\w.-]{1,64}):([A-Za-z0-9+/_-]+={0,2})$/.exec(text) ?? [];
  if (id === undefined || base64 === undefined) {
    throw mistake(`key ${place} is not id:base64, with an ID of letters, digits, ".", "_" and "-"`);
  }
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === keyBytes) return { id, bytes };
  throw mistake(`the key ${JSON.stringify(id)} has ${bytes.length} bytes and not ${keyBytes}`);
}

const mistake = (what: string): SecretMistake =>
  new SecretMistake(`${encryptionVariable}: ${what}. openssl rand -base64 ${keyBytes} makes a key.`);
