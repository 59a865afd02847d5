import { lifecycle } from '../domain/release/lifecycle.ts';
import { atTurn, isAmong, isEnd } from '../domain/release/stage.ts';
import type { Settings } from '../domain/settings.ts';
import type { Releases } from './releases.ts';

/** The keys of the open releases that these tickets belong to. Throws Temporal's errors. */
export async function openOf(keys: readonly string[], releases: Releases): Promise<readonly string[]> {
  const all = await Promise.all(keys.map((key) => releases.last(key)));
  const open = all.flatMap((last) => (last === null || isEnd(last.status.stage) ? [] : [last.status.ticket]));
  return [...new Set(open)];
}

/**
 * The keys of the releases that hold the locks of these components exclusively; for components without a lock, of those that may go to
 * production or are there, or of those that are only watched if there are no others. Throws Temporal's errors.
 */
export async function atTheirTurn(
  components: readonly string[],
  releases: Pick<Releases, 'locks' | 'open'>,
  settings: Pick<Settings, 'components'>,
): Promise<readonly string[]> {
  const critical = components.filter((name) => settings.components[name]?.critical === true);
  const others = components.filter((name) => !critical.includes(name));
  const [locks, ...listed] = await Promise.all([
    releases.locks(critical),
    ...others.map((component) => releases.open({ component })),
  ]);
  const holders = locks.flatMap(({ holders: all }) => all.filter(({ mode }) => mode === 'exclusive'));
  const there = listed.flat().filter(({ stage }) => isAmong(stage, atTurn));
  const awaited = there.filter(({ stage }) => lifecycle[stage].toAct !== null);
  const meant = awaited.length > 0 ? awaited : there;
  return [...new Set([...holders, ...meant].map(({ ticket }) => ticket))];
}
