import type { Client } from '@temporalio/client';
import { releaseInTemporal, openAgain } from '../client/open-again.ts';
import { configPath, loadSettings } from '../config/load-settings.ts';
import { connectClient } from '../config/temporal.ts';
import { criticalOf } from '../domain/components.ts';
import type { EventRow } from '../domain/log/event-row.ts';
import { freezeSpans } from '../domain/log/freeze-spans.ts';
import type { LoggedRelease } from '../domain/log/logged-release.ts';
import { rebuiltRelease } from '../domain/log/rebuilt-release.ts';
import { nobody } from '../domain/messages/origin.ts';
import { lifecycle } from '../domain/release/lifecycle.ts';
import type { Settings } from '../domain/settings.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import { rebuildWords as words } from '../texts/cli-rebuild.ts';
import { withLog } from './open-log.ts';

/** More than any company has open. */
const mostOpen = 100_000;

/**
 * `dobrobot rebuild`: after the loss of Temporal, reopens the releases that were on production according to the log. Resolves to the exit
 * code.
 */
export const rebuildReleases = (dryRun: boolean): Promise<number> =>
  withLog(async (log) => {
    const settings = await loadSettings(configPath(process.env));
    const now = Date.now();
    const { releases } = await log.living({ from: now, to: now, components: [], words: '' }, mostOpen);
    const [started, waiting] = partition(releases, ({ stage }) => lifecycle[stage].onProduction);
    const newest = await newestToken(log);
    if (newest !== null && newest > now) throw new Error(words.behind(newest));
    const { client, connection } = await connectClient();
    let code = 0;
    try {
      for (const release of started) {
        const rows = await rowsOf(log, release);
        if (!(await rebuildOne(client, release, rows, { settings, now, dryRun }))) code = 1;
      }
    } finally {
      await connection.close();
    }
    if (started.length === 0) console.log(words.nothing);
    for (const release of waiting) console.log(words.toAsk(release));
    for (const freeze of await freezesIn(log, settings, now)) console.log(words.toFreeze(freeze));
    return code;
  });

/** Whether the release is open afterwards. */
async function rebuildOne(
  client: Client,
  release: LoggedRelease,
  rows: readonly EventRow[],
  { settings, now, dryRun }: { readonly settings: Settings; readonly now: number; readonly dryRun: boolean },
): Promise<boolean> {
  const state = rebuiltRelease({ release, rows }, settings, { ...nobody, via: 'terminal' }, now);
  const found = await releaseInTemporal(client, state);
  if (found !== 'nothing') {
    console.log(words[found](release));
    return found === 'open';
  }
  if (dryRun) {
    console.log(words.wouldOpen(release, state));
    return false;
  }
  const taken = await openAgain(client, state);
  console.log(words.opened(release, state));
  if (taken.length > 0) console.log(words.keysTaken(release, taken));
  return true;
}

async function rowsOf(log: ReleaseLog, { releaseKey, askedAt }: LoggedRelease): Promise<readonly EventRow[]> {
  const since = askedAt === null ? {} : { since: askedAt };
  return [
    ...(await all(log.stream({ releaseKey }))),
    ...(await all(log.stream({ about: 'lock', types: ['unlocked'], ...since }))),
  ];
}

/** The freezes that people set and that still last. */
async function freezesIn(log: ReleaseLog, { components }: Settings, now: number) {
  const rows = await all(log.stream({ about: 'lock', types: ['frozen', 'unfrozen'] }));
  return freezeSpans(rows, criticalOf(components)).filter(({ to }) => to === null || to > now);
}

/** The newest fencing token, or null. Tokens are hardly larger than the time of their grant in epoch ms. */
async function newestToken(log: ReleaseLog): Promise<number | null> {
  const [last] = await log.events({ types: ['lockGranted'] }, 1);
  return last?.token ?? null;
}

async function all<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const one of stream) found.push(one);
  return found;
}

const partition = <T>(all: readonly T[], is: (one: T) => boolean): readonly [readonly T[], readonly T[]] => [
  all.filter(is),
  all.filter((one) => !is(one)),
];
