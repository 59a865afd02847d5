/** A real Prometheus watches a release from its start until it has been well for long enough, whatever dies in the meantime. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { messagesOf, untilCard } from '../support/cards.ts';
import type { Seen } from '../support/cards.ts';
import { general, shipping, startCompany } from '../support/company.ts';
import type { Company, Person } from '../support/company.ts';
import { query, testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { startPipeline } from '../support/pipeline.ts';
import { patienceMs } from '../support/patience.ts';
import { startExporter } from './exporter.ts';
import type { Exporter } from './exporter.ts';
import { startPrometheus } from './prometheus-server.ts';
import type { Prometheus } from './prometheus-server.ts';

const everyMs = 2000;
/** The promised time, plus the second between two scrapes. */
const toldWithinMs = everyMs + 5000 + 1000;

let exporter: Exporter;
let prometheus: Prometheus;
let company: Company;
let database: string;

const values = { 'errors{app="billing"}': 0, 'errors{app="ledger"}': 0, 'errors{app="search"}': 0 };
const show = (more: Partial<Record<keyof typeof values, number>> = {}) => {
  exporter.show({ ...values, ...more });
};
const watch = (app: string, more: object = {}) => ({
  ...{ for: '8s', every: '2s', ...more },
  checks: [{ name: 'errors', source: 'prom', query: `sum(errors{app="${app}"})`, above: 0.02 }],
});

beforeAll(async () => {
  exporter = await startExporter();
  show();
  [prometheus, database] = await Promise.all([startPrometheus(exporter.address), testDatabase()]);
  company = await startCompany({
    tickets: {
      'W-1': ['billing'],
      'W-2': ['ledger'],
      'W-3': ['billing'],
      'W-4': ['ledger'],
      'W-5': ['billing', 'ledger'],
      'W-6': ['search'],
      'W-7': ['search'],
      'W-8': ['billing'],
    },
    components: {
      billing: { critical: true, admin: false, watch: watch('billing') },
      ledger: { critical: true, admin: false, channel: 'general', watch: watch('ledger') },
      search: { critical: true, admin: false, watch: watch('search', { holdLock: true }) },
    },
    settings: {
      watch: { prom: { kind: 'prometheus', url: prometheus.url } },
      internalHosts: ['127.0.0.1'],
    },
    database,
  });
}, 300_000);
afterAll(async () => {
  await company.close();
  await exporter.close();
});

async function getItsTurn(ticket: string): Promise<void> {
  await company.say('U_ANN', `dobro ${ticket}`);
  await company.untilStage(ticket, 'awaiting_approval');
  await company.say('U_NORA', `accept ${ticket}`);
  await company.untilStage(ticket, 'ready');
}

async function goToProduction(ticket: string): Promise<void> {
  await getItsTurn(ticket);
  await company.say('U_ANN', `dep start ${ticket}`);
  await company.untilStage(ticket, 'deploying');
}

/** Resolves to the direct message about a ticket that matches. */
const untilTold = (user: Person, ticket: string, says: RegExp, timeout = patienceMs): Promise<Seen> =>
  vi.waitFor(
    async () => {
      const all = await messagesOf(company, await company.slack.dm(user));
      const found = all.find(({ text }) => text.includes(ticket) && says.test(text));
      expect(found, all.map(({ text }) => text).join('\n')).toBeDefined();
      return found as Seen;
    },
    { timeout, interval: 100 },
  );

const untilRows = (ticket: string, types: readonly string[]) =>
  eventually(async () => {
    const rows = await query<{ type: string }>(
      database,
      `select type from events where ticket = '${ticket}' and type like 'watch%' order by n`,
    );
    expect(rows.map(({ type }) => type)).toEqual(types);
  });

const untilSaid = (channel: string, says: RegExp) =>
  eventually(async () => {
    const texts = (await messagesOf(company, channel)).map(({ text }) => text);
    expect(texts).toContainEqual(expect.stringMatching(says));
  });

/** Resolves once Prometheus has enough values for a chart. */
const untilCourse = (app: string) =>
  eventually(async () => {
    const [step, end] = [8, Date.now() / 1000];
    const query = `sum(errors{app="${app}"})`;
    const search = new URLSearchParams({
      ...{ query, start: `${end - 2 * step}`, end: `${end}`, step: `${step}` },
    });
    const answer = await fetch(`${prometheus.url}/api/v1/query_range?${search.toString()}`);
    expect(await answer.json()).toMatchObject({
      data: {
        result: [
          {
            values: [
              [expect.any(Number), '0'],
              [expect.any(Number), '0'],
            ],
          },
        ],
      },
    });
  });

/** Checks that the watch's heartbeats add nothing to its history. */
async function costsNoEvent(ticket: string): Promise<void> {
  const { client } = company.temporal;
  const { memo } = await client.workflow.getHandle(`release:${ticket}`).describe();
  const { key } = (memo as { readonly release: { readonly key: string } }).release;
  const watched = client.workflow.getHandle(`watch:${key}`);
  const beats = new Set<string>();
  const lengths = new Set<number>();
  await eventually(async () => {
    const { raw, historyLength } = await watched.describe();
    const [looking] = raw.pendingActivities ?? [];
    if (looking?.lastHeartbeatTime) {
      beats.add(JSON.stringify(looking.lastHeartbeatTime));
      lengths.add(historyLength);
    }
    expect(beats.size).toBeGreaterThan(3);
  });
  expect(lengths.size).toBe(1);
}

it('what turns bad is told within one interval and five seconds, with its value and what can be done', async () => {
  await untilCourse('billing');
  await goToProduction('W-1');
  const card = await untilCard(company, 'W-1', /on production/);
  expect(card.fields['Charts']).toMatch(/^👀 1 check watched$/);
  await costsNoEvent('W-1');
  show({ 'errors{app="billing"}': 0.05 });
  const told = await untilTold('U_ANN', 'W-1', /errors.* turned bad: 0\.05, above 0\.02/, toldWithinMs);
  expect(told.buttons.map(({ label }) => label)).toEqual(['Roll back', 'Not ours']);
  const red = await untilCard(company, 'W-1', /^🔴/);
  expect(red.fields['Charts']).toMatch(/🔴 \*errors\* 0\.05, above 0\.02 since/);
  await company.say('U_BEN', 'status W-1');
  await untilSaid(general, /W-1[^]*\n🔴 \*errors\* 0\.05, above 0\.02/);
  await company.say('U_BEN', 'prod');
  await untilSaid(general, /W-1[^]* · 🔴 \*errors\*/);
  await untilRows('W-1', ['watchBad']);
  await company.say('U_BEN', 'blame now');
  await untilSaid(general, /W-1[^]*`errors` turned bad/);
  // One chart next to the card, one next to Ann's message.
  await eventually(async () => {
    const messages = await Promise.all(
      [shipping, await company.slack.dm('U_ANN')].map((channel) => company.slack.messages(channel)),
    );
    for (const files of messages.map((all) => all.flatMap((message) => message.files ?? [])))
      expect(files).toMatchObject([
        {
          mimetype: 'image/png',
          title: expect.stringMatching(/^W-1: errors 0\.05, above 0\.02/) as string,
        },
      ]);
  });
});

it('it is well again, finishes, and has passed when it was well for long enough', async () => {
  show();
  const settled = await untilTold('U_ANN', 'W-1', /errors.* is well again, at 0/);
  expect(settled.buttons).toEqual([]);
  await company.say('U_ANN', 'dep finish W-1');
  await company.untilStage('W-1', 'finished');
  await eventually(async () => {
    const card = await untilCard(company, 'W-1', /finished/);
    expect(card.headline).toMatch(/^✅.* · ✅ its charts are well$/);
  });
  await untilRows('W-1', ['watchBad', 'watchWell', 'watchPassed']);
});

it('the worker is killed in between, and it is told as soon', async () => {
  await goToProduction('W-2');
  await untilSaid(general, /W-2.*on production/);
  await company.worker().kill();
  show({ 'errors{app="ledger"}': 0.5 });
  const startedAt = Date.now();
  await company.startWorker();
  const upAfterMs = Date.now() - startedAt;
  await untilTold(
    'U_ANN',
    'W-2',
    /errors.* turned bad: 0\.5/,
    Math.max(1000, toldWithinMs - upAfterMs) + 15_000,
  );
  await untilSaid(general, /W-2.*errors.* turned bad/);
});

it('a worker that is to end waits for nothing that it watches, and the next one watches on', async () => {
  const began = Date.now();
  await company.worker().stop();
  const tookMs = Date.now() - began;
  await company.startWorker();
  expect(tookMs).toBeLessThan(9000);
});

it('somebody says that it is not because of the release: it is not red any more, and nobody blames it', async () => {
  const told = await untilTold('U_ANN', 'W-2', /turned bad/);
  const button = told.buttons.find(({ label }) => label === 'Not ours');
  await company.slack.interact(button?.channel ?? '', told.ts, 'U_ANN', button?.action ?? {});
  await untilTold('U_ANN', 'W-2', /says that \*errors\* is not because of/);
  await untilRows('W-2', ['watchBad', 'watchNotOurs']);
  const sql = "select actor, via, channel from events where ticket = 'W-2' and type = 'watchNotOurs'";
  expect(await query(database, sql)).toEqual([{ actor: 'U_ANN', via: 'slack', channel: button?.channel }]);
});

it('it is rolled back: nothing is watched any more', async () => {
  await company.say('U_ANN', 'dep rollback W-2 errors');
  await company.untilStage('W-2', 'rolled_back');
  await untilRows('W-2', ['watchBad', 'watchNotOurs', 'watchLeft']);
  show();
});

it('what nobody can tell is neither well nor bad: the source is away, and comes back', async () => {
  await goToProduction('W-3');
  await untilCard(company, 'W-3', /on production/);
  await prometheus.process().kill();
  const blind = await eventually(async () => {
    const card = await untilCard(company, 'W-3', /on production/);
    expect(card.fields['Charts']).toMatch(/❔ \*errors\*: cannot tell since .*cannot be reached/);
    return card;
  });
  expect(blind.headline).not.toContain('🔴');
  await prometheus.start();
  await untilRows('W-3', ['watchBlind', 'watchSees']);
  await company.say('U_ANN', 'dep finish W-3');
  await untilRows('W-3', ['watchBlind', 'watchSees', 'watchPassed']);
});

it('what is bad already is asked about, said, and not held against it', async () => {
  show({ 'errors{app="ledger"}': 0.7 });
  await eventually(async () => {
    const answer = await fetch(`${prometheus.url}/api/v1/query?query=sum(errors{app="ledger"})`);
    expect(await answer.text()).toContain('0.7');
  });
  await getItsTurn('W-4');
  await company.say('U_ANN', 'dep start W-4');
  const asking = await eventually(async () => {
    const said = (await messagesOf(company, general)).find(({ text }) => text.includes('bad already'));
    expect(said?.text).toMatch(/W-4[^]*🔴 `ledger` \*errors\* 0\.7, above 0\.02\nSay `dep start W-4` again/);
    return said as Seen;
  });
  await company.untilStage('W-4', 'ready');
  const again = asking.buttons.find(({ label }) => label === 'Start');
  await company.slack.interact(again?.channel ?? '', asking.ts, 'U_ANN', again?.action ?? {});
  await company.untilStage('W-4', 'deploying');
  await untilSaid(
    general,
    /W-4.*Not held against it, as it was so before: `ledger` \*errors\* 0\.7, above 0\.02/,
  );
  await company.say('U_BEN', 'status W-4');
  await untilSaid(general, /W-4[^]*\*errors\* 0\.7, above 0\.02, as before the start/);
  show();
  await untilRows('W-4', ['watchWell']);
  await company.say('U_ANN', 'dep finish W-4');
  await untilRows('W-4', ['watchWell', 'watchPassed']);
  const [started] = await query<{ facts: unknown }>(
    database,
    "select facts from events where ticket = 'W-4' and type = 'started'",
  );
  expect(started?.facts).toMatchObject({ badAlready: [{ check: 'ledger/errors', value: 0.7, limit: 0.02 }] });
});

it('of several components each has its checks, and its channel hears of it once', async () => {
  await goToProduction('W-5');
  const card = await untilCard(company, 'W-5', /on production/);
  expect(card.fields['Charts']).toMatch(/^👀 2 checks watched$/);
  show({ 'errors{app="ledger"}': 0.5 });
  await untilSaid(general, /W-5.*errors.* turned bad/);
  show({ 'errors{app="ledger"}': 0.5, 'errors{app="billing"}': 0.5 });
  await untilRows('W-5', ['watchBad', 'watchBad']);
  const said = async (channel: string) =>
    (await messagesOf(company, channel)).filter(({ text }) => /W-5.*turned bad/.test(text)).length;
  await expect.poll(() => said(shipping)).toBe(2);
  expect(await said(general)).toBe(1);
  await company.say('U_ANN', 'dep rollback W-5 errors');
  await company.untilStage('W-5', 'rolled_back');
});

it('with `holdLock` it keeps its locks until it has been well for long enough', async () => {
  await goToProduction('W-6');
  await company.say('U_BEN', 'dobro W-7');
  await company.untilStage('W-7', 'awaiting_approval');
  await company.say('U_NORA', 'accept W-7');
  await company.untilStage('W-7', 'queued');
  show({ 'errors{app="search"}': 0.5 });
  await untilRows('W-6', ['watchBad']);
  await company.say('U_ANN', 'dep finish W-6');
  await company.untilStage('W-6', 'watching');
  const card = await untilCard(company, 'W-6', /its charts are watched/);
  expect(card.buttons.map(({ label }) => label)).toEqual(['Roll back']);
  await company.say('U_ANN', 'dep finish W-6');
  await untilSaid(general, /deployed already.*W-6.*keeps its locks until it has been watched/);
  expect(await company.lock('search')).toMatchObject({
    holders: [{ ticket: 'W-6' }],
    queue: [{ ticket: 'W-7' }],
  });
  show();
  await company.untilStage('W-6', 'finished');
  await company.untilStage('W-7', 'ready');
  await untilRows('W-6', ['watchBad', 'watchWell', 'watchPassed']);
});

it('an approver shortens it with a reason', async () => {
  show({ 'errors{app="search"}': 0.5 });
  await company.say('U_BEN', 'dep start W-7');
  await company.untilStage('W-7', 'deploying');
  await company.say('U_BEN', 'dep finish W-7');
  await company.untilStage('W-7', 'watching');
  await company.say('U_NORA', 'override W-7 The charts are of another service');
  await company.untilStage('W-7', 'finished');
  await untilSaid(shipping, /lets .*W-7.* pass its charts: The charts are of another service/);
});

it('`run --rollback-on-bad` ends its command and rolls back', async () => {
  show();
  await getItsTurn('W-8');
  const env = { ...company.env, DOBROBOT_ACTOR: 'U_ANN', LANG: 'en_US.UTF-8' };
  const sleeps = [process.execPath, '-e', 'setTimeout(() => {}, 100_000)'];
  const pipeline = startPipeline(['run', 'W-8', '--rollback-on-bad', '--', ...sleeps], env);
  await company.untilStage('W-8', 'deploying');
  await untilCard(company, 'W-8', /on production/);
  show({ 'errors{app="billing"}': 0.5 });
  expect(await pipeline.ended, pipeline.err()).toBe(143);
  expect(pipeline.err()).toMatch(/W-8 is rolled back: its charts turned bad \(errors 0\.5 > 0\.02\)\./);
  await company.untilStage('W-8', 'rolled_back');
});
