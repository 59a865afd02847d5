/** `prod` says of what went there last how its charts stand, as long as they are watched. */
import { expect, it } from 'vitest';
import { loadSettings } from '../../config/load-settings.ts';
import type { WatchShown } from '../../domain/watch/shown.ts';
import { answerQuestion } from '../../questions/answer-question.ts';
import type { AnswerSources } from '../../questions/sources.ts';

const hourMs = 3_600_000;

/** The tickets whose watches it says, where the last release of `db` ended so many hours ago and is watched for `forMs`. */
async function watchedIn(endedHoursAgo: number, forMs: number): Promise<readonly string[]> {
  const { components, ...settings } = await loadSettings('dobrobot.yaml');
  const watch = { forMs, everyMs: 30_000, holdLock: false, checks: [] };
  const { db, ...others } = components;
  if (db === undefined) throw new Error('There is no db.');
  const endedAt = Date.now() - endedHoursAgo * hourMs;
  const sources = {
    releases: {
      open: () => Promise.resolve([]),
      watched: () => Promise.resolve({ bad: [] } as unknown as WatchShown),
    },
    releaseLog: {
      lastFinished: () =>
        Promise.resolve([{ component: 'db', ticket: 'PAY-1', releaseKey: 'PAY-1.1', endedAt }]),
    },
    settings: { ...settings, components: { ...others, db: { ...db, watch } } },
    onLogAway: (error: unknown) => {
      throw error;
    },
  } as unknown as AnswerSources;
  const answer = await answerQuestion({ type: 'prod', component: null }, 'c', sources);
  if (answer.type !== 'prod') throw new Error(answer.type);
  return Object.keys(answer.watched);
}

it.each([
  ['an hour ago, for 15 minutes', 1, hourMs / 4, ['PAY-1']],
  ['two days ago, for 15 minutes', 48, hourMs / 4, []],
  ['two days ago, for three days', 48, 72 * hourMs, ['PAY-1']],
  ['four days ago, for three days', 96, 72 * hourMs, []],
])('%s', async (_, endedHoursAgo, forMs, tickets) => {
  expect(await watchedIn(endedHoursAgo, forMs)).toEqual(tickets);
});
