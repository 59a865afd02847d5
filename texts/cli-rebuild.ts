/** Texts of `dobrobot rebuild`, always in English. */
import type { FreezeSpan } from '../domain/log/freeze-spans.ts';
import type { LoggedRelease } from '../domain/log/logged-release.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { iso } from '../domain/iso.ts';

const named = ({ ticket, components }: Pick<LoggedRelease, 'ticket' | 'components'>): string =>
  `${ticket} (${components.join(', ')})`;

const locksIn = ({ locks }: ReleaseState): string => {
  const asked = locks.filter(({ state }) => state === 'waiting').map(({ component }) => component);
  return asked.length === 0 ? 'it had no lock' : `with the lock of ${asked.join(', ')}`;
};

export const rebuildWords = {
  rebuild: 'After Temporal was lost: opens the releases again that were on production, as the log knows them',
  dryRun: 'says what would be opened, and changes nothing',
  exitCodes: `
Exit code: 0 if all that was on production is open, 1 if something is not, 2 if it could not be done.`,
  opened: (release: LoggedRelease, state: ReleaseState) =>
    `opened again: ${named(release)}, ${locksIn(state)}`,
  wouldOpen: (release: LoggedRelease, state: ReleaseState) =>
    `would be opened again: ${named(release)}, ${locksIn(state)}`,
  keysTaken: (release: LoggedRelease, keys: readonly string[]) =>
    `  ${keys.join(', ')} belongs to another release by now, and is not part of ${release.ticket} any more`,
  open: (release: LoggedRelease) => `is open: ${named(release)}`,
  ended: ({ ticket, ...release }: LoggedRelease) =>
    `not opened: ${named({ ticket, ...release })}; Temporal knows how it ended. \`dobrobot log verify\` completes the log; what it left locked, \`unlock\` frees`,
  other: ({ ticket, ...release }: LoggedRelease) =>
    `NOT opened: ${named({ ticket, ...release })}; another release of ${ticket} was begun since. \`cancel ${ticket}\` it, and rebuild again`,
  toAsk: (release: LoggedRelease) => `is to be asked for again: ${named(release)}, it was ${release.stage}`,
  toFreeze: ({ component, to, reason, by }: FreezeSpan) =>
    `is to be frozen again: ${component ?? 'all'}${to === null ? '' : ` until ${iso(to)}`}, by ${by}: ${reason}`,
  nothing: 'The log knows of nothing on production.',
  behind: (at: number) =>
    `The log has the token of a lock of ${iso(at)}, which is in the future: the clock of this machine is wrong. New tokens would not be larger; put it right first.`,
};
