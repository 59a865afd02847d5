import type { PersonsCommand } from './payload.ts';

/**
 * A fingerprint of a command's arguments, the same for each delivery. Leaves out `until`, since "2h" counts from when it is said, and the
 * release, which an alias fills in.
 */
export const argsOf = ({
  reason,
  user,
  tickets,
  text,
  options,
  runner,
  finding,
}: PersonsCommand<string>): string =>
  fingerprint(JSON.stringify([reason, user, tickets ?? [], text, options, runner, finding]));

const [offset, prime, size] = [0xcbf29ce484222325n, 0x100000001b3n, 64];

/** FNV-1a: workflows have no cryptographic hash, and nobody gains by a collision. */
function fingerprint(text: string): string {
  let hash = offset;
  for (const char of text) {
    hash = BigInt.asUintN(size, (hash ^ BigInt(char.codePointAt(0) ?? 0)) * prime);
  }
  return hash.toString(36);
}
