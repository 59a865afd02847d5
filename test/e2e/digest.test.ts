/** Regular messages to the release channel, by Temporal schedules that follow the configuration. */
import { readFile, writeFile } from 'node:fs/promises';
import type { ScheduleDescription } from '@temporalio/client';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { lastDigest } from '../../client/last-digest.ts';
import { dueTime } from '../../domain/messages/definitions.ts';
import { messagesOf } from '../support/cards.ts';
import { shipping, startCompany, type Company } from '../support/company.ts';
import { testDatabase } from '../support/database.ts';
import { eventually, eventuallyTrue } from '../support/eventually.ts';
import { startWorker } from '../support/processes.ts';
import type { SlackLine } from '../support/slack-line.ts';

type Kind = 'digest' | 'report';

let company: Company;
let line: SlackLine;
beforeAll(async () => {
  company = await startCompany({
    tickets: { 'DIG-1': ['billing'], 'DIG-2': ['ios-app'], 'DIG-3': ['ledger'] },
    settings: {
      digest: { at: '09:30' },
      report: { day: 'mon', at: '09:30' },
      timezone: 'Europe/Berlin',
      locks: { checkEvery: '1s' },
    },
    database: await testDatabase(),
    ownLine: true,
  });
  if (company.line === null) throw new Error('The company has no line of its own');
  ({ line } = company);
});
afterAll(() => company.close());

const scheduleOf = (kind: Kind) => company.temporal.client.schedule.getHandle(kind);
const until = <T>(look: () => Promise<T>) => eventually(look);
const untilSchedule = (kind: Kind, looks: (found: ScheduleDescription) => void) =>
  until(async () => {
    looks(await scheduleOf(kind).describe());
  });

/** Has Temporal run what is due, once no earlier run is under way. Returns the workflow ID. */
async function due(kind: Kind): Promise<string> {
  const info = async () => (await scheduleOf(kind).describe()).info;
  const { numActionsTaken: before } = await until(async () => {
    const found = await info();
    expect(found.runningActions).toEqual([]);
    return found;
  });
  await scheduleOf(kind).trigger();
  return until(async () => {
    const { numActionsTaken, recentActions } = await info();
    expect(numActionsTaken).toBe(before + 1);
    return recentActions.at(-1)?.action.workflow.workflowId ?? '';
  });
}
const resultOf = (workflowId: string) =>
  company.temporal.client.workflow.getHandle(workflowId).result() as Promise<void>;

/** The messages in the channel that match, in full. */
const told = async (says: RegExp) =>
  (await messagesOf(company, shipping)).filter(({ text }) => says.test(text)).map(({ text }) => text);

it('tells once what waits, for whom, and what went out, and pings nobody', async () => {
  await company.say('U_ANN', 'dobro DIG-2 no_need_admin');
  await company.untilStage('DIG-2', 'awaiting_approval');
  await company.say('U_NORA', 'accept DIG-2');
  await company.untilStage('DIG-2', 'ready');
  await company.say('U_ANN', 'dep start DIG-2');
  await company.untilStage('DIG-2', 'deploying');
  await company.say('U_ANN', 'dep finish DIG-2');
  await company.say('U_BEN', 'dobro DIG-1');
  await company.untilStage('DIG-1', 'awaiting_approval');
  await company.say('U_SAM', 'freeze ledger until 18:00 the move');
  await until(async () => {
    expect((await company.lock('ledger')).freezes).toHaveLength(1);
  });
  await until(async () => {
    expect((await company.temporal.client.workflow.getHandle('release:DIG-2').describe()).status.name).toBe(
      'COMPLETED',
    );
  });
  await resultOf(await due('digest'));
  const [text = '', ...others] = await told(/How the releases stand/);
  expect(others).toEqual([]);
  expect(text).toMatch(/Waits longest.*\n✋ .*DIG-1>.* waits for the good from @nora @otto · since /);
  expect(text).toMatch(/Went out since .*\n✅ .*DIG-2>.* · `ios-app` · @ann · /);
  expect(text).toMatch(/Frozen.*\n:snowflake: `ledger` frozen by @sam until .*: the move/);
  const message = (await messagesOf(company, shipping)).find((one) => one.text === text);
  expect(JSON.stringify(message)).not.toMatch(/<@|<!subteam/);
});

it('knows when the last one was that was told', async () => {
  const id = await due('digest');
  await resultOf(id);
  const { client } = company.temporal;
  const { typedSearchAttributes } = await client.workflow.getHandle(id).describe();
  const at = typedSearchAttributes.get(dueTime)?.getTime();
  expect(id).toBe(`digest-${new Date(at ?? 0).toISOString().replace('.000Z', 'Z')}`);
  await until(async () => {
    expect(await lastDigest(client, 'digest')).toBe(at);
  });
  expect(await lastDigest(client, 'report')).toBe(null);
  expect(await told(/How the releases stand/)).toHaveLength(2);
});

it('tells once, also where the worker is killed between the post and its answer', async () => {
  // A report is due on the full second, and covers only what happened before.
  const finishedAt = Date.parse((await company.statusOf('DIG-2')).since);
  await vi.waitUntil(() => Date.now() - 1000 > finishedAt);
  line.withholdAnswers();
  const id = await due('report');
  await eventuallyTrue(() => line.withheld() >= 1);
  await company.worker().kill();
  line.answerAgain();
  await company.startWorker();
  await resultOf(id);
  const reports = await told(/The last seven days, against/);
  expect(reports).toHaveLength(1);
  expect(reports[0]).toMatch(/Deployment frequency\*: 0\.14 a day \(1 release\) · ↑ 1 more/);
  expect(reports[0]).toMatch(/Busiest\*: `ios-app` 1/);
});

it('says that there is no log where there is none', async () => {
  await company.worker().stop();
  const worker = await startWorker({ ...company.env, DATABASE_URL: '' });
  await resultOf(await due('report'));
  expect(await told(/^No release log is kept here/)).toHaveLength(1);
  await resultOf(await due('digest'));
  expect((await told(/How the releases stand/)).at(-1)).toMatch(/No release log tells right now/);
  await worker.stop();
  await company.startWorker();
});

it('follows the configuration, and is gone when it is switched off', async () => {
  const path = company.env['DOBROBOT_CONFIG'] ?? '';
  const before = parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  await writeFile(
    path,
    stringify({ ...before, digest: null, report: { day: 'thu', at: '16:05' }, timezone: 'Asia/Tokyo' }),
  );
  const only = (value: number | string) => [{ start: value, end: value, step: 1 }];
  await untilSchedule('report', ({ spec }) => {
    expect(spec).toMatchObject({
      timezone: 'Asia/Tokyo',
      calendars: [{ minute: only(5), hour: only(16), dayOfWeek: only('THURSDAY') }],
    });
  });
  await until(() => expect(scheduleOf('digest').describe()).rejects.toThrow(/not found/i));
});
