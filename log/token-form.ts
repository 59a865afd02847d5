import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** An API token: `dob_`, 32 random bytes in base 62, and a checksum, by which secret scanners can be sure of it. */
const form = /^dob_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function newToken(): string {
  const secret = inBase62(BigInt(`0x${randomBytes(32).toString('hex')}`), 43);
  return `dob_${secret}${checksumOf(secret)}`;
}

/** Whether a text is well-formed. Spares the database mistyped or truncated tokens. */
export function isToken(text: string): boolean {
  const [, secret = '', checksum] = form.exec(text) ?? [];
  return checksum !== undefined && checksum === checksumOf(secret);
}

/** The hash that the database keeps, in hex. A secret of 256 bits needs no slow hash. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const checksumOf = (secret: string): string => inBase62(BigInt(crc32(secret)), 6);

function inBase62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= 62n) text = `${digits[Number(rest % 62n)] ?? ''}${text}`;
  return text.padStart(length, '0');
}
