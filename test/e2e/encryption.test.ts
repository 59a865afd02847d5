/** With `DOBROBOT_ENCRYPTION_KEYS`, Temporal contains nothing readable of what people said or of their tickets, except the keys. */
import { randomBytes } from 'node:crypto';
import { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dataConverter } from '../../config/data-converter.ts';
import type { ReleaseStatus } from '../../domain/release/status.ts';
import { dobrobot } from '../cli/dobrobot.ts';
import { startCompany } from '../support/company.ts';
import type { Company, Person } from '../support/company.ts';
import { query, testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { startWorker } from '../support/processes.ts';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [first, second] = [key('spring'), key('autumn')];
let company: Company;
let database: string;

beforeAll(async () => {
  database = await testDatabase();
  company = await startCompany({
    tickets: { 'PAY-1': ['billing'], 'PAY-2': ['billing'] },
    database,
    env: { DOBROBOT_ENCRYPTION_KEYS: first },
  });
});
afterAll(() => company.close());

const clientBy = (keys: string) => {
  const { connection, options } = company.temporal.client;
  return new Client({
    ...{ connection, namespace: options.namespace },
    dataConverter: dataConverter({ DOBROBOT_ENCRYPTION_KEYS: keys }),
  });
};

const untilStage = (keys: string, ticket: string, stage: string) =>
  eventually(async () => {
    const status = await clientBy(keys)
      .workflow.getHandle(`release:${ticket}`)
      .query<ReleaseStatus>('status');
    expect(status.stage).toBe(stage);
  });

/** Everything that Temporal stores of every workflow, as it is stored. */
async function stored(): Promise<string> {
  const texts: string[] = [];
  const { client } = company.temporal;
  const { History } = proto.temporal.api.history.v1;
  const { executions } = await client.workflowService.listWorkflowExecutions({
    namespace: client.options.namespace,
  });
  for (const one of executions) {
    const { workflowId, runId } = one.execution ?? {};
    const history = await client.workflow.getHandle(workflowId ?? '', runId ?? '').fetchHistory();
    texts.push(Buffer.from(History.encode(history).finish()).toString('latin1'));
    texts.push(
      ...Object.values(one.memo?.fields ?? {}).map(({ data }) => Buffer.from(data ?? []).toString('latin1')),
    );
  }
  expect(texts.length).toBeGreaterThan(3);
  return texts.join('\n');
}

const say = (user: Person, words: string) => company.say(user, words);

it('leaves in Temporal no title, no reason and no words of anybody', async () => {
  await say('U_ANN', 'dobro PAY-1');
  await untilStage(first, 'PAY-1', 'awaiting_approval');
  await say('U_NORA', 'accept PAY-1 marvellous handiwork');
  await untilStage(first, 'PAY-1', 'awaiting_admin');
  await say('U_SAM', 'freeze ledger the cellar is flooded');
  await eventually(async () => {
    const lock = await clientBy(first)
      .workflow.getHandle('lock:ledger')
      .query<{ freezes: unknown[] }>('state');
    expect(lock.freezes).toHaveLength(1);
  });
  const all = await stored();
  expect(all).toContain('binary/encrypted');
  for (const secret of ['Title of', 'marvellous', 'cellar', 'wiki.company.example', 'U_NORA'])
    expect(all, secret).not.toContain(secret);
});

it('leaves no word of an activity that failed', async () => {
  await query(database, 'alter table events rename to away');
  await say('U_ANN', 'dobro PAY-2');
  const failed = await eventually(async () => {
    const { raw } = await clientBy(first).workflow.getHandle('release:PAY-2').describe();
    const failures = raw.pendingActivities?.flatMap(({ lastFailure }) => lastFailure ?? []) ?? [];
    expect(failures).not.toEqual([]);
    return failures;
  });
  await query(database, 'alter table away rename to events');
  for (const failure of failed) {
    expect(failure).toMatchObject({ message: 'Encoded failure', stackTrace: '' });
    expect(Buffer.from(failure.encodedAttributes?.metadata?.['encoding'] ?? []).toString()).toBe(
      'binary/encrypted',
    );
  }
});

it('goes on under a new key with what is open, and finds for the log what it lacks', async () => {
  const keys = `${second},${first}`;
  await company.worker().stop();
  await company.bot().stop();
  const worker = await startWorker({ ...company.env, DOBROBOT_ENCRYPTION_KEYS: keys });
  const env = {
    ...company.env,
    DATABASE_URL: database,
    DOBROBOT_ENCRYPTION_KEYS: keys,
    DOBROBOT_ACTOR: 'U_SAM',
  };
  expect(await dobrobot(['here', 'PAY-1'], env)).toMatchObject({ code: 0 });
  await untilStage(keys, 'PAY-1', 'ready');
  expect(await dobrobot(['dep', 'start', 'PAY-1'], { ...env, DOBROBOT_ACTOR: 'U_ANN' })).toMatchObject({
    code: 0,
  });
  await untilStage(keys, 'PAY-1', 'deploying');
  await query(
    database,
    `alter table events disable trigger append_only; delete from events where type = 'accepted'; alter table events enable always trigger append_only`,
  );
  const { code, out } = await dobrobot(['log', 'verify'], env);
  expect(code).toBe(0);
  expect(out).toMatch(/was missing, written now: .* PAY-1 accepted/);
  expect(await stored()).toContain('autumn');
  await worker.stop();
});

it('names the key that whoever asks does not have', async () => {
  const { code, err } = await dobrobot(['log', 'verify'], {
    ...company.env,
    DATABASE_URL: database,
    DOBROBOT_ENCRYPTION_KEYS: key('winter'),
  });
  expect(code).not.toBe(0);
  expect(err).toMatch(
    /encrypted with the key "(spring|autumn)", which DOBROBOT_ENCRYPTION_KEYS does not have/,
  );
});

it('a worker that lacks the key does not start, and nobody is to terminate what only waits for it', async () => {
  const without = { ...company.env, DOBROBOT_ENCRYPTION_KEYS: key('winter') };
  await expect(startWorker(without)).rejects.toThrow(/encrypted with the key "(spring|autumn)"/);
  const { code, out } = await dobrobot(['doctor'], without);
  expect(code).toBe(1);
  expect(out).toMatch(/^WRONG .*encrypted with the key.*Terminate nothing$/m);
});
