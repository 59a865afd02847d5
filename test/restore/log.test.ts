/** The database of the log is lost, and restored from an earlier dump by the commands in docs/operating.md. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReleaseLog } from '../../log/release-log.ts';
import type { Child } from '../../start/child.ts';
import { dobrobot } from '../cli/dobrobot.ts';
import type { Said } from '../cli/dobrobot.ts';
import { startCompany } from '../support/company.ts';
import type { Company, Person } from '../support/company.ts';
import { query } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { startWeb } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startDebianPostgres } from './debian-postgres.ts';
import type { DebianPostgres } from './debian-postgres.ts';
import { follow, stepsWith } from './steps.ts';

let folder: string;
let postgres: DebianPostgres;
let company: Company;
let web: Child;
let port: number;
let url: string;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = await temporaryFolder();
  port = await freePort();
  postgres = await startDebianPostgres('dobrobot', port);
  url = postgres.urlOf('dobrobot');
  company = await startCompany({
    tickets: { 'PAY-1': ['billing'], 'PAY-2': ['billing'], 'APP-1': ['ios-app'] },
    database: url,
  });
  env = { ...company.env, DOBROBOT_WEB_PORT: String(await freePort()) };
  web = await startWeb(env);
});
afterAll(async () => {
  await web.kill();
  await company.close();
  await postgres.child.kill();
});

/** The content of the log, in the order of each release. `seq` is left out, because rows written later have another one. */
async function logged() {
  const log = new ReleaseLog(url, () => undefined);
  try {
    const events = await log.events({}, 1000);
    return events
      .map((event) => ({ ...event, seq: 0 }))
      .sort((a, b) => a.at - b.at || (a.n ?? 0) - (b.n ?? 0) || a.type.localeCompare(b.type));
  } finally {
    await log.close();
  }
}

const untilLogged = (ticket: string, type: string) =>
  eventually(async () => {
    expect((await logged()).filter((event) => event.ticket === ticket).map((event) => event.type)).toContain(
      type,
    );
  });

async function toProduction(ticket: string, admin: boolean): Promise<void> {
  const say = (user: Person, words: string) => company.say(user, words);
  await say('U_ANN', `dobro ${ticket}`);
  await company.untilStage(ticket, 'awaiting_approval');
  await say('U_NORA', `accept ${ticket}`);
  if (admin) {
    await company.untilStage(ticket, 'awaiting_admin');
    await say('U_SAM', `here ${ticket}`);
  }
  await company.untilStage(ticket, 'ready');
  await say('U_ANN', `dep start ${ticket}`);
  await company.untilStage(ticket, 'deploying');
  await untilLogged(ticket, 'started');
}

it('has everything again after the steps of the docs', async () => {
  const said: Said[] = [];
  const services = {
    start: async (name: string) => {
      if (name === 'worker') await company.startWorker();
      else if (name === 'web') web = await startWeb(env);
      else if (name === 'log-database') postgres = await startDebianPostgres('dobrobot', port);
      else throw new Error(`Nobody starts ${name} here`);
    },
    stop: async (name: string) => {
      if (name === 'worker') await company.worker().stop();
      else if (name === 'web') await web.stop();
      else throw new Error(`Nobody stops ${name} here`);
    },
    dobrobot: async (words: readonly string[]) => said.push(await dobrobot(words, env)),
  };
  const followed = (words: string) => follow(stepsWith(words), services, { env: postgres.env, folder });

  await toProduction('PAY-1', true);
  await company.say('U_ANN', 'dep finish PAY-1');
  await untilLogged('PAY-1', 'finished');
  const made = await dobrobot(['token', 'create', 'ci-main', '--scope', 'read'], env);
  expect(made.code).toBe(0);
  await followed('pg_dump --username dobrobot');
  const yesterday = await logged();

  await toProduction('APP-1', false);
  await company.say('U_ANN', 'dep rollback APP-1 it was slow');
  await untilLogged('APP-1', 'rolledBack');
  await toProduction('PAY-2', true);
  await company.say('U_SAM', 'freeze ledger the disk is full');
  await eventually(async () => {
    expect((await logged()).map(({ type }) => type)).toContain('frozen');
  });
  const today = await logged();
  expect(today.length).toBeGreaterThan(yesterday.length + 10);

  await postgres.child.kill();
  await followed('create role dobrobot_log');
  const missing = today.length - yesterday.length;
  expect(said).toEqual([
    {
      code: 0,
      out: expect.stringContaining(`${missing} missing and written now; nothing differs.`) as string,
      err: '',
    },
  ]);
  expect(await logged()).toEqual(today);

  // The restored log is complete in other ways too: it is append-only, has its tokens, and goes on.
  await expect(query(url, 'delete from events')).rejects.toThrow();
  expect((await dobrobot(['token', 'list'], env)).out).toContain('ci-main');
  await company.say('U_ANN', 'dep finish PAY-2');
  await untilLogged('PAY-2', 'finished');
  expect(await dobrobot(['log', 'verify'], env)).toMatchObject({
    code: 0,
    out: expect.stringContaining('nothing was missing') as string,
  });
});
