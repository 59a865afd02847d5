/** The judge of the chaos, on histories built by hand: it has to find whoever was overtaken, and nobody else. */
import { defaultPayloadConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import { expect, it } from 'vitest';
import type { LockRequest } from '../../../domain/lock/lock-queue.ts';
import { testNamespace } from '../../support/temporal.ts';
import { eventsOf } from '../../../histories/history.ts';
import { Coordinator, request } from './coordinator.ts';
import type { Run } from './histories.ts';
import { violations } from './verdict.ts';

const { HistoryEvent } = proto.temporal.api.history.v1;

const first = request('first', 1);
const early = request('early', 2);
const late = request('late', 3);
const again = (before: LockRequest): LockRequest => ({ ...before, since: 9 });

/** A coordinator that grants to the first request while the others wait. */
const withLine = (...others: readonly LockRequest[]) =>
  new Coordinator('a')
    .remembers()
    .asked(first, ...others)
    .tells(['lockGranted', first, 100]);

const judge = (...coordinators: readonly Coordinator[]) =>
  violations(
    [],
    coordinators.map(({ run }) => run),
  );

const eventAt = (seconds: number, attributes: object = {}) =>
  HistoryEvent.fromObject({ eventId: 1, eventTime: { seconds }, ...attributes });

const memoOf = (release: object) => ({ fields: { release: defaultPayloadConverter.toPayload(release) } });

const shows = (release: object, at: number) =>
  eventAt(at, { workflowPropertiesModifiedEventAttributes: { upsertedMemo: memoOf(release) } });

/** The run of a release that holds the lock on production from `from` (epoch s) on, with nothing known after that. */
function onProduction({ releaseId, ticket, releaseKey: key }: LockRequest, token: number, from: number): Run {
  const locks = [{ component: 'queue', mode: 'exclusive', state: 'held', token }];
  const events = [shows({ key, stage: 'deploying', locks }, from)];
  return { workflowId: releaseId, runId: ticket, status: 'RUNNING', events };
}

const twoAtOnce = 'queue: first (100) and late (200) on production at once';
const judgeTwo = (coordinator: Coordinator) =>
  violations([onProduction(first, 100, 50), onProduction(late, 200, 150)], [coordinator.run]);

it('sees two on production at once, also if an unlock was refused or the lock was only not known', () => {
  const refused = new Coordinator('a', 100).remembers().toldToUnlock();
  expect(judgeTwo(refused)).toEqual([twoAtOnce]);
  expect(judgeTwo(refused.tells(['lockLost', first, 100]))).toEqual([twoAtOnce]);
  expect(judgeTwo(refused.tells(['lockLost', first, 99, 'U_SAM']))).toEqual([twoAtOnce]);
});

it('takes it that the next one goes when somebody took the lock from the one on production', () => {
  const run = new Coordinator('a', 100).remembers().toldToUnlock();
  expect(judgeTwo(run.tells(['lockLost', first, 100, 'U_SAM'], ['lockGranted', late, 200]))).toEqual([]);
});

it('follows a release on production into the run in which it goes on', () => {
  const locks = [{ component: 'queue', mode: 'exclusive', state: 'held', token: 100 }];
  const memo = memoOf({ key: first.releaseKey, stage: 'deploying', locks });
  const before = onProduction(first, 100, 50);
  const judgeUntil = (end: number) => {
    const ends = shows({ key: first.releaseKey, stage: 'finished', locks: [] }, end);
    const began = eventAt(100, { workflowExecutionStartedEventAttributes: { memo } });
    return violations(
      [
        { ...before, status: 'CONTINUED_AS_NEW', events: [...before.events, eventAt(100)] },
        { ...before, status: 'COMPLETED', events: [began, ends] },
        onProduction(late, 200, 150),
      ],
      [],
    );
  };
  expect(judgeUntil(140)).toEqual([]);
  expect(judgeUntil(160)).toEqual([twoAtOnce]);
});

it('leaves out of the histories only what was deleted', async () => {
  const server = await testNamespace();
  const { client } = server;
  const run = client.workflow.getHandle('nobody');
  expect(await eventsOf(run)).toBeNull();
  await expect(client.withDeadline(Date.now() - 1, () => eventsOf(run))).rejects.toThrow(/DEADLINE/);
  await server.close();
});

it('sees who was overtaken', () => {
  const run = withLine(late, early).left(first).tells(['lockGranted', late, 200]);
  expect(judge(run)).toEqual(['queue: late:1 went before early:1']);
});

it('sees it also when a release asked again for what it still waited for', () => {
  const run = withLine(late, early).asked(again(late)).left(first).tells(['lockGranted', late, 200]);
  expect(judge(run)).toEqual(['queue: late:1 went before early:1']);
});

it('sees it also when the grant followed other news, told in an earlier task', () => {
  const run = withLine(late, early).left(first);
  run.tells(['overtaken', late]).tells(['lockGranted', late, 200]);
  expect(judge(run)).toEqual(['queue: late:1 went before early:1']);
});

it('sees a token that is lower than one before, in one coordinator and in the next', () => {
  const next = new Coordinator('b', 100).remembers().asked(late).tells(['lockGranted', late, 98]);
  const run = withLine(early).left(first).tells(['lockGranted', early, 99]);
  expect(judge(next, run)).toEqual(['queue: 99 for early:1 after 100', 'queue: 98 for late:1 after 100']);
});

it('sees a token that two have, also if they got it together', () => {
  const run = new Coordinator('a').remembers().asked(first, early);
  run.tells(['lockGranted', first, 100], ['lockGranted', early, 100]);
  expect(judge(run)).toEqual(['queue: 100 for early:1 after first:1']);
});

it('lets go whose turn it is', () => {
  expect(judge(withLine(late, early).left(first).tells(['lockGranted', early, 200]))).toEqual([]);
});

it('takes the place that a release had when it was granted, not that for which it asks again meanwhile', () => {
  const run = withLine(late, early).left(first).asked(again(early)).tells(['lockGranted', early, 200]);
  expect(judge(run)).toEqual([]);
});

it('takes it that a release which asked again may have gone back behind the others', () => {
  const run = withLine(late, early).asked(again(early)).left(first).tells(['lockGranted', late, 200]);
  expect(judge(run)).toEqual([]);
});

it('does not take for a turn that a holder is told again what an earlier coordinator granted', () => {
  const before = new Coordinator('a').remembers().asked(late).tells(['lockGranted', late, 50]);
  const run = new Coordinator('b', 100).remembers().asked(first, early).tells(['lockGranted', first, 100]);
  run.asked(again(late)).tells(['lockGranted', late, 50]);
  // Temporal lists the last run first.
  expect(judge(run, before)).toEqual([]);
});

it('does not take a claim for a request that comes when the lock is known', () => {
  const run = new Coordinator('a').remembers().asked(first, late).claimed(early);
  run.tells(['lockGranted', first, 100]).left(first).tells(['lockGranted', late, 200]);
  expect(judge(run)).toEqual([]);
});

it('does not take for waiting who asked when the grant was decided and only had to be told', () => {
  const run = new Coordinator('a').remembers().asked(first, late, early);
  run.tells(['lockGranted', first, 100], ['overtaken', late]).tells(['lockGranted', late, 101]);
  expect(judge(run)).toEqual([]);
});

it('does not take for waiting who asked while another grant had to be told, after the lock was let go', () => {
  const other = request('other', 2);
  const run = new Coordinator('a').remembers().asked(first, other, late);
  run.tells(['lockGranted', first, 100], ['overtaken', other]).left(first).left(other).asked(early);
  run.tells(['lockGranted', other, 101]).tells(['lockGranted', late, 200]);
  expect(judge(run)).toEqual([]);
});

it('does not mind in which order it is told who got the lock together', () => {
  const run = withLine(late, early).left(first);
  run.tells(['overtaken', early], ['lockGranted', late, 201]).tells(['lockGranted', early, 200]);
  expect(judge(run)).toEqual([]);
});

it('does not judge a grant by a line that it does not know', () => {
  const run = new Coordinator('continued').asked(first, early).tells(['lockGranted', first, 100]);
  run.left(first).asked(again(late)).tells(['lockGranted', late, 200]);
  expect(judge(run)).toEqual([]);
});
