import { linkOfKey } from '../domain/trackers.ts';
import { isNumbered } from '../domain/release/numbers.ts';
import type { RoleHolders } from '../domain/people.ts';
import type { Settings } from '../domain/settings.ts';
import type { LogSurroundings } from './release-log.ts';
import type { TextContext } from './facts.ts';

/** What texts about the log need to know besides their subject; `now` is epoch ms. */
export const logSurroundings = (
  { tickets, releases, release }: Settings,
  now = Date.now(),
): LogSurroundings => ({
  linkOf: (key) => (isNumbered(key, releases) ? null : linkOfKey(key, tickets)),
  timezone: release.calendar.timezone,
  now,
});

/** What all other texts need to know. */
export const surroundings = (
  settings: Settings,
  roles: RoleHolders,
  locks: TextContext['locks'],
  now = Date.now(),
): TextContext => ({
  ...roles,
  ...logSurroundings(settings, now),
  components: Object.keys(settings.components),
  locks,
  usual: {},
});
