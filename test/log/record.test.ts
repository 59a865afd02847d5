/** The rows of releases, written with their events, under concurrent writers. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { project } from '../../domain/log/projection.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { query, testDatabase } from '../support/database.ts';
import { endedLives } from '../support/release-lives.ts';
import { projectedReleases } from './projected-releases.ts';
import { lockRow, releaseRow } from './rows.ts';

let url: string;
let logs: readonly ReleaseLog[];

beforeEach(async () => {
  url = await testDatabase();
  logs = [1, 2, 3].map(() => new ReleaseLog(url, () => undefined));
  await Promise.all(logs.map((log) => log.database()));
});
afterEach(() => Promise.all(logs.map((log) => log.close())));

it('is what all its events tell, though several write some of them at once, and some of them twice', async () => {
  const rows = endedLives(30);
  const written = await Promise.allSettled(
    logs.map(async (log, index) => {
      const ours = rows.filter((_, place) => place % 4 === 0 || place % 3 === index);
      const ordered = index === 1 ? ours.toReversed() : ours;
      const batches = Array.from({ length: Math.ceil(ordered.length / 7) }, (_, n) =>
        ordered.slice(n * 7, n * 7 + 7),
      );
      await Promise.all(
        [0, 1, 2].map(async (part) => {
          for (const batch of batches.filter((_, n) => n % 3 === part)) await log.record(batch);
        }),
      );
    }),
  );
  expect(written).toEqual(logs.map(() => ({ status: 'fulfilled', value: undefined })));
  const expected = project(rows).toSorted((a, b) => (a.releaseKey < b.releaseKey ? -1 : 1));
  expect(await projectedReleases(url)).toEqual(expected);
});

it('has its end also if its first row and that of its lock are written at the same moment', async () => {
  const keys = Array.from({ length: 40 }, (_, index) => `k${index}`);
  const [one, another] = [logs[0] ?? expect.unreachable(), logs[1] ?? expect.unreachable()];
  await Promise.all(
    keys.flatMap((releaseKey) => [
      one.record([releaseRow(1, { releaseKey, type: 'started' })]),
      another.record([
        lockRow(`u${releaseKey}`, 'unlocked', { facts: { holders: [{ releaseKey, orphan: true }] } }),
      ]),
    ]),
  );
  const releases = await projectedReleases(url);
  expect(releases.map(({ endedAs }) => endedAs)).toEqual(keys.map(() => 'unlocked'));
});

it('has texts that no table takes mended, whichever they are', async () => {
  const [log] = logs;
  await log?.record([
    releaseRow(1, { releaseKey: 'a\0b', title: 'half \ud800', facts: { 'a\0b': ['\ud800'] } }),
    lockRow('u\0', 'unlocked', { facts: { holders: [{ releaseKey: 'a\0b', orphan: true }] } }),
  ]);
  const [release] = await projectedReleases(url);
  expect(release).toMatchObject({ releaseKey: 'a\ufffdb', title: 'half \ufffd', endedAs: 'unlocked' });
});

it('catches up when an event is written again', async () => {
  const [log] = logs;
  const rows = [releaseRow(1), releaseRow(2, { type: 'finished' })];
  await log?.record(rows);
  await query(url, `update releases set ended_at = null, ended_as = null`);
  await log?.record(rows.slice(0, 1));
  expect(await log?.release('k1')).toMatchObject({ endedAs: 'finished' });
});
