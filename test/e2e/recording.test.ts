import { defaultPayloadConverter } from '@temporalio/common';
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { verifyLog } from '../../cli/verify/verify-log.ts';
import type { LogDifference } from '../../cli/verify/verify-log.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import type { EmbeddedPostgres } from '../../start/embedded-postgres.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import { releaseCommandUpdate } from '../../domain/messages/definitions.ts';
import type { ReleaseResult } from '../../domain/messages/runs.ts';
import { startCompany, type Company } from '../support/company.ts';
import { startDatabaseServer } from '../support/database-server.ts';
import { atLength } from '../support/length.ts';

/** Worker and database are killed while this many releases run. Afterwards the log has to match Temporal's histories. */
const count = atLength(100, 24);
const numbers = Array.from({ length: count }, (_, index) => index + 1);
/** How many run at once. */
const atOnce = 16;
const ticketOf = (n: number): string => `REC-${n}`;
const componentOf = (n: number): string => ['billing', 'ledger', 'ios-app'][n % 3] ?? '';

let database: EmbeddedPostgres & { readonly folder: string };
let company: Company;
let log: ReleaseLog;

beforeAll(async () => {
  database = await startDatabaseServer(await freePort());
  company = await startCompany({
    tickets: Object.fromEntries(numbers.map((n) => [ticketOf(n), [componentOf(n)]])),
    database: database.env.DATABASE_URL,
  });
  log = new ReleaseLog(database.env.DATABASE_URL, () => undefined);
});
afterAll(async () => {
  await log.close();
  await company.close();
});

const atMostMs = 300_000;
const requester = { actor: 'U_ANN', via: 'api' };

function signal(id: string, name: string, payload: object): Promise<void> {
  return company.temporal.client.workflow.getHandle(id).signal(name, payload);
}

/** Starts as a pipeline does, with retries: `ledger` may be frozen at that moment. */
async function start(n: number): Promise<void> {
  const release = company.temporal.client.workflow.getHandle(`release:${ticketOf(n)}`);
  await vi.waitFor(async () => {
    const answer = await release.executeUpdate(releaseCommandUpdate, {
      args: [{ ...requester, signal: 'depStart' }],
    });
    expect(answer).toEqual({ done: true, stage: 'deploying' });
  }, atMostMs);
}

async function play(n: number): Promise<void> {
  const ticket = ticketOf(n);
  const id = `release:${ticket}`;
  await company.temporal.client.workflow.signalWithStart('release', {
    workflowId: id,
    taskQueue: 'dobrobot',
    signal: 'request',
    signalArgs: [{ ...requester, noNeedAdmin: n % 2 === 0 }],
  });
  await company.untilStage(ticket, 'awaiting_approval', atMostMs);
  await signal(id, 'accept', { actor: 'U_NORA' });
  if (n % 2 === 1) await signal(id, 'adminHere', { actor: 'U_SAM' });
  await company.untilStage(ticket, 'ready', atMostMs);
  await start(n);
  await signal(id, n % 5 === 0 ? 'depRollback' : 'depFinish', { ...requester, reason: 'it burns' });
}

async function playAll(): Promise<void> {
  const waiting = [...numbers];
  const playOn = async () => {
    for (let n = waiting.shift(); n !== undefined; n = waiting.shift()) await play(n);
  };
  await Promise.all(Array.from({ length: atOnce }, playOn));
}

/** What the verifier finds. */
async function differences(): Promise<readonly LogDifference[]> {
  const period = { since: 0, until: Date.now() };
  const verifying = verifyLog({ client: company.temporal.client, log, ...period });
  const findings: LogDifference[] = [];
  for (;;) {
    const { done, value } = await verifying.next();
    if (done) return findings;
    findings.push(value);
  }
}

async function resultOf(ticket: string): Promise<ReleaseResult> {
  return (await company.temporal.client.workflow.getHandle(`release:${ticket}`).result()) as ReleaseResult;
}

/** The lock events that were delivered to Slack, from the history of the lock. */
async function lockEventsOf(component: string): Promise<readonly { key: string; type: string }[]> {
  const { events } = await company.temporal.client.workflow.getHandle(`lock:${component}`).fetchHistory();
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) => {
    const [payload] = scheduled?.input?.payloads ?? [];
    if (scheduled?.activityType?.name !== 'deliverNotices' || !payload) return [];
    return defaultPayloadConverter
      .fromPayload<readonly Notice[]>(payload)
      .flatMap((notice) =>
        notice.kind === 'lockEvent' ? [{ key: notice.id, type: notice.event.type }] : [],
      );
  });
}

it('has every event of every release and lock, though worker and database were killed meanwhile', async () => {
  const playing = playAll();
  const some = numbers.length / 4;
  await vi.waitUntil(async () => (await log.events({ types: ['started'] }, some)).length >= some, {
    timeout: atMostMs,
  });
  await company.worker().kill();
  await company.startWorker();
  await database.child.kill();
  await signal('lock:ledger', 'freeze', { actor: 'U_SAM', reason: 'audit', via: 'web-ui' });
  await signal('lock:ledger', 'unfreeze', { actor: 'U_SAM' });
  // Neither rules nor Slack wait for the log.
  await playing;
  await database.child.ended;
  await startDatabaseServer(Number(new URL(database.env.DATABASE_URL).port), database.folder);

  for (const n of numbers) {
    // A release closes once the log has everything.
    const { status } = await resultOf(ticketOf(n));
    const logged = [...(await log.events({ ticket: ticketOf(n), about: 'release' }, 100))].reverse();
    const told = logged.map(({ n: number, at, type, actor }) => ({
      n: number,
      at: new Date(at).toISOString(),
      type,
      actor,
    }));
    expect(told).toEqual(status.history);
  }
  const locks = [...(await lockEventsOf('ledger')), ...(await lockEventsOf('billing'))];
  expect(locks.map(({ type }) => type)).toEqual(['frozen', 'unfrozen']);
  await vi.waitFor(async () => {
    const logged = await log.events({ about: 'lock' }, 100);
    expect([...logged].reverse().map(({ key, type }) => ({ key, type }))).toEqual(locks);
  }, atMostMs);
  expect(await differences()).toEqual([]);
  expect(await log.events({ types: ['frozen'] }, 1)).toMatchObject([
    { actor: 'U_SAM', via: 'web-ui', components: ['ledger'], facts: { reason: 'audit', all: false } },
  ]);
}, 400_000);
