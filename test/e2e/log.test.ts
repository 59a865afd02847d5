/** Questions to the release log in Slack, while the log is available and while it is not. */
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReleaseLog } from '../../log/release-log.ts';
import { botUserId } from '../../start/embedded-slack.ts';
import type { EmbeddedPostgres } from '../../start/embedded-postgres.ts';
import { general, shipping, startCompany, type Company, type Person } from '../support/company.ts';
import { startDatabaseServer } from '../support/database-server.ts';
import type { SlackMessage } from '../support/slack.ts';
import { redelivered } from '../support/slack-line.ts';
import { startWorker } from '../support/processes.ts';
import { releaseRow } from '../log/rows.ts';
import { eventually } from '../support/eventually.ts';

let database: EmbeddedPostgres;
let company: Company;

beforeAll(async () => {
  database = await startDatabaseServer(await freePort());
  company = await startCompany({
    tickets: { 'LOG-1': ['billing'], 'LOG-2': ['ledger'], 'LOG-3': ['billing'] },
    database: database.env.DATABASE_URL,
    settings: { timezone: 'Europe/Berlin' },
    ownLine: true,
  });
}, 300_000);
afterAll(() => company.close());

/** The bot's answers to a message. */
async function answersTo(ts: string): Promise<readonly string[]> {
  const messages = await company.slack.messages(general);
  return messages.flatMap(({ thread_ts: thread, user, text }) =>
    thread === ts && user === botUserId ? [text ?? ''] : [],
  );
}

async function ask(user: Person, words: string): Promise<string> {
  const { ts } = await company.say(user, words);
  return eventually(async () => {
    const [answer] = await answersTo(ts);
    if (answer === undefined) throw new Error(`"${words}" is not answered`);
    return answer;
  });
}

/** The log lags a little behind. */
const untilAnswer = (user: Person, words: string, pattern: RegExp): Promise<string> =>
  eventually(async () => {
    const answer = await ask(user, words);
    expect(answer).toMatch(pattern);
    return answer;
  });

async function bringToProduction(ticket: string): Promise<void> {
  await company.say('U_ANN', `dobro ${ticket} no_need_admin`);
  await company.untilStage(ticket, 'awaiting_approval');
  await company.say('U_NORA', `accept ${ticket}`);
  await company.untilStage(ticket, 'ready');
  await company.say('U_ANN', `dep start ${ticket}`);
  await company.untilStage(ticket, 'deploying');
}

const announced = async (pattern: RegExp) =>
  (await company.slack.messages(shipping)).filter(({ text }) => pattern.test(text ?? ''));

/** Resolves once it is announced, exactly once. The answer to the user may come earlier. */
const untilAnnounced = (pattern: RegExp): Promise<SlackMessage> =>
  eventually(async () => {
    const [first, ...more] = await announced(pattern);
    expect(more).toEqual([]);
    return first ?? expect.unreachable('Nothing is announced');
  });

it('log tells what happened, to a component or a ticket, the newest first', async () => {
  await untilAnswer('U_BEN', 'log', /The log has nothing/);
  await bringToProduction('LOG-1');
  await company.say('U_SAM', 'freeze ledger audit &lt;of&gt; June &amp;lt; for <@U_ANN|ann>');
  // Lock and release write their events independently, in any order.
  const page = await untilAnswer('U_BEN', 'log', /\*frozen\*.*\*started\*/s);
  expect(page).toMatch(/\*frozen\* · <@U_SAM> · `ledger` · audit &lt;of&gt; June &amp;lt; for <@U_ANN>/);
  expect(page).toMatch(
    /<https:\/\/jira\.company\.example\/view\/LOG-1\|LOG-1> Title of LOG-1 \*started\* · <@U_ANN> · `billing`/,
  );
  expect(page.indexOf('*started*')).toBeLessThan(page.indexOf('*was asked for*'));
  const ofTicket = await ask('U_BEN', 'log log-1 since 2h');
  expect(ofTicket).toMatch(/to `LOG-1` since .*\*started\*/s);
  expect(ofTicket).toMatch(/• <[^|]*\/archives\/\w+\/p\d{16}\|[^>]*> .*\*started\*/);
  expect(ofTicket).not.toMatch(/ledger/);
  expect(await ask('U_BEN', 'log ledger')).not.toMatch(/LOG-1/);
  expect(await ask('U_BEN', 'log nowhere')).toMatch(/no component `nowhere`.*`billing`/);
  expect(await ask('U_BEN', 'log since 2999-01-01')).toMatch(/has not come yet/);
  expect(await ask('U_BEN', 'log since')).toMatch(/Which time\?/);
});

it('blame names the suspects of a message, which it takes by its link', async () => {
  const complaint = await company.slack.say(general, 'U_BEN', 'is checkout broken?');
  const link = `<https://company.slack.com/archives/${general}/p${complaint.ts.replace('.', '')}>`;
  const suspects = await ask('U_BEN', `blame ${link} billing`);
  expect(suspects).toMatch(
    /1\. \*<[^|]*\|LOG-1>\* Title of LOG-1 \(<@U_ANN>\) · `billing`\n.*on production since/,
  );
  expect(await ask('U_BEN', 'blame now db')).toMatch(/Nothing of `db`.*`blame TIME` looks at all/);
  expect(await ask('U_BEN', 'blame 3d ago')).toMatch(/Nothing was on production/);
  expect(await ask('U_BEN', 'blame now nowhere')).toMatch(/no component `nowhere`/);
  expect(await ask('U_BEN', 'blame 25:00')).toMatch(/`25:00` is no time/);

  // The embedded Slack drops fractions of a second, and everything in the second of the message counts as before it.
  await expect.poll(() => Date.now() / 1000).toBeGreaterThan(Math.ceil(Number(complaint.ts)));
  await company.say('U_ANN', 'dep rollback LOG-1 it burns');
  await company.untilStage('LOG-1', 'rolled_back');
  await untilAnswer('U_BEN', `blame ${link}`, /LOG-1.*on production since .*; rolled back afterwards/s);
});

it('incident is marked once and announced once, however often it is delivered', async () => {
  const line = company.line ?? expect.unreachable();
  const envelope = await company.write('U_BEN', 'incident 1m ago billing is slow &lt;!channel&gt;');
  await line.deliver(envelope);
  await line.deliver(redelivered(envelope));
  const told = (await untilAnnounced(/^:rotating_light: /)).text;
  expect(told).toMatch(
    /<@U_BEN> marked an incident.*`blame [^`]* billing`.*\nbilling is slow &lt;!channel&gt;$/s,
  );
  expect(await untilAnswer('U_ANN', 'log billing', /incident/)).toMatch(
    /\*incident\* · <@U_BEN> · `billing` · billing is slow &lt;!channel&gt;/,
  );
  expect((await ask('U_ANN', 'log')).match(/\*incident\*/g)).toHaveLength(1);
  expect(await announced(/^:rotating_light: /)).toHaveLength(1);
  expect(await ask('U_BEN', 'incident 2999-01-01 the end')).toMatch(/has not come yet/);
  expect(await ask('U_BEN', 'incident 14:05')).toMatch(/What happened\?/);
});

it('stats tells the figures of all and of one component', async () => {
  const all = await ask('U_ANN', 'stats');
  expect(all).toMatch(/^The last 30 days, all components:/);
  expect(all).toMatch(/\*Deployment frequency\*: 0\.03 a day \(1 release\)/);
  expect(all).toMatch(/\*Change failure rate\*: 100% \(1 rolled back\)/);
  expect(all).toMatch(
    /\*Time to restore\*: median .*\*Incidents\*: 1\n.*`billing`: 1 release · 1 rolled back/s,
  );
  expect(await ask('U_ANN', 'stats 2h ledger')).toMatch(/No release of `ledger` ended .* last 2 hr/);
  expect(await ask('U_ANN', 'stats 30x')).toMatch(/no component `30x`/);
});

it('queue and status tell what is to be expected, as soon as there is a past', async () => {
  await bringToProduction('LOG-3');
  expect(await ask('U_BEN', 'status LOG-3')).not.toMatch(/estimate/);
  const log = new ReleaseLog(database.env.DATABASE_URL, () => undefined);
  for (const n of [1, 2, 3]) {
    const [start, end] = [Date.now() - n * 3_600_000, Date.now() - n * 3_600_000 + 30 * 60_000];
    const row = { releaseKey: `past${n}`, ticket: 'OLD-1', components: ['billing'] };
    await log.record([
      releaseRow(1, { ...row, type: 'started', at: start }),
      releaseRow(2, { ...row, type: 'finished', at: end }),
    ]);
  }
  await log.close();
  // The bot does not wait longer than a second for the log.
  const usually = /LOG-3.*usually over in about (?:28|29|30) mins \(estimate\)/s;
  await untilAnswer('U_BEN', 'status LOG-3', usually);
  await untilAnswer('U_BEN', 'queue billing', usually);
});

it('a database that is away is told of, and holds up nothing', async () => {
  await database.child.kill();
  expect(await ask('U_BEN', 'log')).toMatch(/log does not answer/);
  expect(await ask('U_BEN', 'blame now')).toMatch(/log does not answer/);
  expect(await ask('U_BEN', 'stats')).toMatch(/log does not answer/);
  expect(await ask('U_BEN', 'status LOG-3')).toMatch(/is on production/);
  expect(await ask('U_BEN', 'incident now the database is gone')).toMatch(/will have it as soon as/);
  await untilAnnounced(/the database is gone/);
});

it('without a database it says that there is no log, and what would change that', async () => {
  await company.worker().kill();
  await startWorker({ ...company.env, DATABASE_URL: '' });
  for (const words of ['log', 'blame now', 'stats', 'incident now a fire']) {
    expect(await ask('U_BEN', words)).toMatch(/No release log is kept.*`DATABASE_URL`/);
  }
  expect(await announced(/a fire/)).toEqual([]);
  await untilAnswer('U_BEN', 'status LOG-3', /is on production/);
});
