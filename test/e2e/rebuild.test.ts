/** Temporal is lost with everything in it; the log is not. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReleaseStatus } from '../../domain/release/status.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { dobrobot } from '../cli/dobrobot.ts';
import { startCompany } from '../support/company.ts';
import type { Company, Person } from '../support/company.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { startBot, startWorker } from '../support/processes.ts';
import { testNamespace } from '../support/temporal.ts';
import type { TestNamespace } from '../support/temporal.ts';

let company: Company;
let database: string;
let log: ReleaseLog;
let anew: TestNamespace;

beforeAll(async () => {
  [database, anew] = await Promise.all([testDatabase(), testNamespace()]);
  log = new ReleaseLog(database, () => undefined);
  company = await startCompany({
    tickets: {
      'PAY-1': ['billing'],
      'PAY-2': ['billing'],
      'APP-1': ['ios-app'],
      'APP-2': ['ios-app'],
      'LED-1': ['ledger'],
    },
    database,
  });
});
afterAll(async () => {
  await log.close();
  await company.close();
  await anew.close();
});

const waitFor = <T>(look: () => Promise<T>) => eventually(look);

const untilIn = (temporal: TestNamespace, ticket: string, wanted: Partial<ReleaseStatus>) =>
  waitFor(async () => {
    const status = await temporal.client.workflow
      .getHandle(`release:${ticket}`)
      .query<ReleaseStatus>('status');
    expect(status).toMatchObject(wanted);
    return status;
  });

const untilLogged = (ticket: string, ...types: readonly string[]) =>
  waitFor(async () => {
    const logged = (await log.events({ ticket }, 100)).map(({ type }) => type);
    expect(logged).toEqual(expect.arrayContaining([...types]));
  });

it('opens what was on production with its locks, larger tokens, its story and its keys', async () => {
  const until = (ticket: string, stage: ReleaseStatus['stage']) =>
    untilIn(company.temporal, ticket, { stage });
  const say = (user: Person, words: string) => company.say(user, words);
  const toProduction = async (ticket: string, words: string, admin: boolean) => {
    await say('U_ANN', words);
    await until(ticket, 'awaiting_approval');
    await say('U_NORA', `accept ${ticket}`);
    if (admin) {
      await until(ticket, 'awaiting_admin');
      await say('U_SAM', `here ${ticket}`);
    }
    await until(ticket, 'ready');
    await say('U_ANN', `dep start ${ticket}`);
    await until(ticket, 'deploying');
  };
  await toProduction('PAY-1', 'dobro PAY-1', true);
  await toProduction('APP-1', 'dobro APP-1 APP-2', false);
  await toProduction('LED-1', 'dobro LED-1', true);
  // A lock that was taken away must not come back.
  await say('U_NORA', 'unlock ledger they went home');
  await untilLogged('LED-1', 'lockLost');
  await say('U_BEN', 'dobro PAY-2');
  await until('PAY-2', 'awaiting_approval');
  await say('U_SAM', 'freeze ledger the disk is full');
  await waitFor(async () => {
    expect((await log.events({ types: ['frozen'] }, 1)).length).toBe(1);
  });
  for (const ticket of ['PAY-1', 'APP-1', 'LED-1']) await untilLogged(ticket, 'started');
  await untilLogged('PAY-2', 'checksPassed');
  const before = await company.statusOf('PAY-1');
  await company.bot().stop();
  await company.worker().stop();

  const env = { ...company.env, ...anew.env, DATABASE_URL: database };
  const worker = await startWorker(env);
  const seen = await dobrobot(['rebuild', '--dry-run'], env);
  expect(seen.out.split('\n').sort()).toEqual(
    [
      '',
      'is to be asked for again: PAY-2 (billing), it was awaiting_approval',
      'is to be frozen again: ledger, by U_SAM: the disk is full',
      'would be opened again: APP-1 (ios-app), it had no lock',
      'would be opened again: LED-1 (ledger), it had no lock',
      'would be opened again: PAY-1 (billing), with the lock of billing, db',
    ].sort(),
  );
  expect(seen.code).toBe(1);
  const done = await dobrobot(['rebuild'], env);
  expect(done).toMatchObject({ code: 0, err: '' });
  expect(done.out).toContain('opened again: PAY-1 (billing), with the lock of billing, db');
  const status = await waitFor(async () => {
    const now = await untilIn(anew, 'PAY-1', { stage: 'deploying' });
    expect(now.locks.map(({ state }) => state)).toEqual(['held', 'held']);
    return now;
  });
  for (const [index, { component, mode, token }] of before.locks.entries()) {
    expect(status.locks[index]).toMatchObject({ component, mode });
    expect(status.locks[index]?.token).toBeGreaterThan(token ?? Infinity);
  }
  const { history, since, ...rest } = status;
  expect(rest).toMatchObject({ requester: 'U_ANN', acceptedBy: ['U_NORA'] });
  expect(rest.admin.user).toBe('U_SAM');
  expect(history.slice(0, before.history.length)).toEqual(before.history);
  expect(since).toBe(before.since);
  expect(history[before.history.length]).toMatchObject({ type: 'rebuilt', n: before.history.length + 1 });
  await untilIn(anew, 'LED-1', { stage: 'deploying', locks: [{ state: 'lost' }] } as never);
  await untilLogged('PAY-1', 'rebuilt');

  // A second `rebuild` changes nothing.
  const again = await dobrobot(['rebuild'], env);
  expect(again.code).toBe(0);
  expect(again.out).toContain('is open: PAY-1 (billing)');
  expect(again.out).not.toContain('opened again');

  // The next release waits for it as before, and every key leads to its release.
  const bot = await startBot(env);
  await company.say('U_BEN', 'dobro PAY-2');
  await untilIn(anew, 'PAY-2', { stage: 'awaiting_approval' });
  await company.say('U_NORA', 'accept PAY-2');
  await untilIn(anew, 'PAY-2', { stage: 'queued' });
  await company.say('U_ANN', 'dep finish APP-2');
  await untilIn(anew, 'APP-1', { stage: 'finished' });
  await company.say('U_ANN', 'dep finish PAY-1');
  await untilIn(anew, 'PAY-1', { stage: 'finished' });
  await untilIn(anew, 'PAY-2', { stage: 'awaiting_admin' });
  await untilLogged('PAY-1', 'finished');
  await bot.stop();
  await worker.stop();
});

it('opens nothing whose end Temporal knows, nor beside another one of the same key', async () => {
  const env = { ...company.env, DATABASE_URL: database };
  const { code, out } = await dobrobot(['rebuild'], env);
  expect(out).toContain('is open: LED-1 (ledger)');
  expect(code).toBe(0);
  await company.temporal.client.workflow.getHandle('release:LED-1').terminate('as a test');
  const ended = await dobrobot(['rebuild'], env);
  expect(ended.out).toContain('not opened: LED-1 (ledger); Temporal knows how it ended');
  expect(ended.code).toBe(1);
});
