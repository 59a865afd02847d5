import type { PersonsCommand } from './payload.ts';

/**
 * A fingerprint of what a command says besides who gives which one: the same of each delivery. `until` is not part of it, for "2h" is counted
 * from when it is said; nor is the release, which an alias names where the sender did not.
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

/** FNV-1a: a workflow has no better hash, and nobody gains by another command that has the same. */
function fingerprint(text: string): string {
  let hash = offset;
  for (const char of text) {
    hash = BigInt.asUintN(size, (hash ^ BigInt(char.codePointAt(0) ?? 0)) * prime);
  }
  return hash.toString(36);
}
