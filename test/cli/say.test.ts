/** The terminal over Temporal and over the API: the same words, the same answers. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../start/project.ts';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';
import { startHttpRelay } from '../support/http-relay.ts';
import { dobrobot } from './dobrobot.ts';
import type { Said } from './dobrobot.ts';

let api: ApiCompany;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  api = await startApiCompany({
    tickets: {
      'T-1': ['billing'],
      'A-1': ['billing'],
      'W-1': ['ledger'],
      'W-2': ['ledger'],
      'X-1': ['db'],
      'I-1': ['ledger'],
      'I-2': ['ledger'],
      'L-1': ['db'],
      'L-2': ['ios-app'],
      'E-1': ['ios-app'],
    },
  });
  for (const user of ['U_ANN', 'U_NORA', 'U_SAM']) tokens[user] = await api.tokenOf(user);
});
afterAll(() => api.close());

type As = (user: string, ...words: readonly string[]) => Promise<Said>;

const byTemporal: As = (user, ...words) =>
  dobrobot(words, { ...api.company.env, DOBROBOT_ACTOR: user, LANG: 'en_US.UTF-8' });
const byApi: As = (user, ...words) =>
  dobrobot(words, { DOBROBOT_URL: api.url, DOBROBOT_TOKEN: tokens[user] ?? '', LANG: 'en_US.UTF-8' });

const ways: readonly (readonly [string, string, As])[] = [
  ['Temporal', 'T-1', byTemporal],
  ['the API', 'A-1', byApi],
];

describe.each(ways)('by %s', (_, ticket, as) => {
  it('plays the conversation, with an exit code for what came of each command', async () => {
    expect(await as('U_ANN', 'dobro', ticket)).toMatchObject({ code: 0, err: '' });
    await api.company.untilStage(ticket, 'awaiting_approval');
    expect(await as('U_ANN', 'accept', ticket)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/approver/) as string,
    });
    const refused = await as('U_ANN', 'accept', ticket, '--json');
    expect([refused.code, JSON.parse(refused.out)]).toMatchObject([1, { code: 'notApprover', status: 409 }]);
    expect(await as('U_NORA', 'accept', ticket, 'looks', 'good')).toMatchObject({ code: 0 });
    await api.company.untilStage(ticket, 'awaiting_admin');
    const here = await as('U_SAM', 'here', ticket);
    expect(here).toMatchObject({ code: 0, out: expect.stringMatching(/^Done\. .*`dep start/) as string });
    expect(here.out).not.toMatch(/[<>*]|:[a-z]+:/);

    const started = await as('U_ANN', 'dep', 'start', ticket, '--json');
    const { locks } = await api.company.statusOf(ticket);
    const held = Object.fromEntries(locks.map(({ component, token }) => [component, token]));
    expect([started.code, JSON.parse(started.out)]).toEqual([
      0,
      { done: true, ticket, stage: 'deploying', tokens: held },
    ]);
    const token = String(held['billing']);
    expect(await as('U_ANN', 'verify', 'billing', token)).toMatchObject({
      ...{ code: 0, err: '' },
      out: `${token} is good: its release may change billing now.\n`,
    });
    expect(await as('U_ANN', 'verify', 'billing', '1')).toMatchObject({
      ...{ code: 1, out: '' },
      err: '1 is not good for billing (any more): change nothing.\n',
    });
    expect(await as('U_ANN', 'verify', 'billing', '1', '--json')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/"valid":false,"holder":\{.*\}/) as string,
    });
    expect(await as('U_ANN', 'dep', 'finish', ticket)).toMatchObject({ code: 0 });
    expect(await as('U_ANN', 'verify', 'billing', token)).toMatchObject({ code: 1 });
  });

  it('answers questions, alone what waits for whoever asks', async () => {
    const status = JSON.parse((await as('U_ANN', 'status', ticket, '--json')).out) as object;
    expect(status).toMatchObject({ ticket, stage: 'finished', workflow: 'ended' });
    expect(status).toEqual((await api.call(tokens['U_ANN'] ?? '', 'GET', `/releases/${ticket}`)).body);
    expect(await as('U_NORA')).toMatchObject({ code: 0 });
    expect(JSON.parse((await as('U_NORA', '--json')).out)).toEqual({ waiting: [], releases: [] });
    expect(await as('U_ANN', 'queue', 'billing')).toMatchObject({
      code: 0,
      out: expect.stringContaining('billing') as string,
    });
    await expect.poll(async () => (await as('U_ANN', 'log', ticket)).out).toMatch(/finished/);
    const log = JSON.parse((await as('U_ANN', 'log', ticket, 'since', '2h', '--json')).out) as object;
    const listed = await api.call(tokens['U_ANN'] ?? '', 'GET', `/log?ticket=${ticket}`);
    expect(log).toMatchObject({ subject: ticket, more: 0, ...listed.body });
    expect(log).toMatchObject({ events: [{ type: 'finished' }, ...Array<object>(8).fill({})] });
    expect((await as('U_ANN', 'help')).code).toBe(0);
  });

  it('says what it does not understand, what is not there, and who may not', async () => {
    expect(await as('U_ANN', 'acept', ticket)).toMatchObject({ code: 2, out: '' });
    expect(await as('U_ANN', 'status', ticket, '--wiat')).toMatchObject({ code: 2 });
    expect(await as('U_ANN', 'freeze', 'billing')).toMatchObject({ code: 2 });
    expect(await as('U_ANN', 'handover', ticket, '@ben')).toMatchObject({
      ...{ code: 2, err: expect.stringContaining(`handover ${ticket} @U…`) as string },
    });
    expect(await as('U_ANN', 'status', 'NO-1')).toMatchObject({ code: 1 });
    expect(await as('U_ANN', 'freeze', 'billing', 'because')).toMatchObject({ code: 1 });
    expect(await as('U_ANN', 'dep', 'finish', 'NO-1')).toMatchObject({ code: 1 });
  });

  it('checks a ticket', async () => {
    const checked = await as('U_ANN', 'check', 'X-1', '--json');
    expect([checked.code, JSON.parse(checked.out)]).toMatchObject([
      0,
      { outcome: 'checked', missingSigns: [] },
    ]);
    expect(await as('U_ANN', 'check', 'NO-1')).toMatchObject({ code: 1 });
  });

  it('freezes and unfreezes', async () => {
    expect(await as('U_SAM', 'freeze', 'ios-app', 'because')).toMatchObject({ code: 1 });
    const { code, out } = await as('U_SAM', 'freeze', 'db', 'and', 'billing', 'for', '2h', 'because');
    const frozen = (component: string) =>
      expect.stringMatching(RegExp(`^Done\\. \`${component}\` is frozen until .+ UTC: because$`)) as string;
    expect([code, out.trim().split('\n')]).toEqual([0, [frozen('db'), frozen('billing')]]);
    expect((await api.company.lock('db')).freezes).toMatchObject([{ by: 'U_SAM', reason: 'because' }]);
    expect(await as('U_SAM', 'unfreeze', 'db')).toMatchObject({
      code: 0,
      out: 'Done. `db` is not frozen any more.\n',
    });
    const partly = await as('U_SAM', 'unfreeze', 'billing', 'and', 'db');
    expect(partly.err).toMatch(/^Done\. `billing` is not frozen any more\.\n.*db/);
    expect(partly.code).toBe(1);
  });

  it('says what an unfreeze leaves, and who set it', async () => {
    await as('U_SAM', 'freeze', 'db', 'and', 'billing', 'one');
    await as('U_NORA', 'freeze', 'billing', 'and', 'ledger', 'two');
    const stays = ['billing', 'ledger'].map((component) => ({
      component,
      by: 'U_NORA',
      reason: 'two',
      until: null,
    }));

    const refused = await as('U_SAM', 'unfreeze', 'billing', 'and', 'ledger', '@U_BEN', '--json');
    const there = [{ ...stays[0], by: 'U_SAM', reason: 'one' }, ...stays];
    expect(JSON.parse(refused.out)).toMatchObject({ code: 'frozenByOthers', facts: { freezes: there } });
    const { err } = await as('U_SAM', 'unfreeze', 'billing', 'and', 'ledger', '@U_BEN');
    expect(err).toMatch(
      /`billing` is frozen by @U_SAM .*\n.*`billing` is frozen by @U_NORA .*\n.*\n.*\n.*`ledger` is frozen by @U_NORA /,
    );

    const lifted = await as('U_SAM', 'unfreeze', 'all');
    expect(lifted).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^Done.*\n• `billing`, `ledger` is frozen by @U_NORA until .*: two\n/,
      ) as string,
    });
    await as('U_SAM', 'freeze', 'billing', 'three');
    const one = await as('U_SAM', 'unfreeze', 'billing', '--json');
    expect(JSON.parse(one.out)).toEqual({ done: true, components: ['billing'], stays: stays.slice(0, 1) });
    expect(await as('U_NORA', 'unfreeze', 'all', '--json')).toMatchObject({
      out: expect.stringContaining('"stays":[]') as string,
    });
  });
});

it('waits for its turn, says how it stands, and starts', async () => {
  for (const ticket of ['W-1', 'W-2']) {
    await byApi('U_ANN', 'dobro', ticket, 'no_need_admin');
    await api.company.untilStage(ticket, 'awaiting_approval');
    await byApi('U_NORA', 'accept', ticket);
  }
  await api.company.untilStage('W-1', 'ready');
  expect(await byApi('U_ANN', 'dep', 'start', 'W-2', '--wait', '--timeout', '1s')).toMatchObject({
    code: 4,
    out: '',
    err: expect.stringMatching(/W-1.*\n.*in vain/s) as string,
  });
  expect((await api.company.statusOf('W-2')).stage).toBe('queued');
  const waiting = byApi('U_ANN', 'dep', 'start', 'W-2', '--wait', '--json');
  const started = await byTemporal('U_ANN', 'dep', 'start', 'W-1', '--wait', '--json');
  expect([started.code, JSON.parse(started.out)]).toMatchObject([
    0,
    { tokens: { ledger: expect.any(Number) as number } },
  ]);
  await byApi('U_ANN', 'dep', 'finish', 'W-1');
  const second = await waiting;
  expect([second.code, JSON.parse(second.out)]).toMatchObject([0, { ticket: 'W-2', stage: 'deploying' }]);
  await byApi('U_ANN', 'dep', 'rollback', 'W-2');
});

it('withdraws nothing when a signal ends it, and says so', async () => {
  for (const ticket of ['I-1', 'I-2']) {
    await byApi('U_ANN', 'dobro', ticket, 'no_need_admin');
    await api.company.untilStage(ticket, 'awaiting_approval');
    await byApi('U_NORA', 'accept', ticket);
  }
  await api.company.untilStage('I-1', 'ready');
  await api.company.untilStage('I-2', 'queued');
  const env = {
    ...process.env,
    DOBROBOT_URL: api.url,
    DOBROBOT_TOKEN: tokens['U_ANN'],
    TEMPORAL_ADDRESS: '',
  };
  const path = join(projectRoot, 'cli', 'dobrobot.mjs');
  for (const [signal, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const child = spawn(process.execPath, [path, 'dep', 'start', 'I-2', '--wait'], { env });
    let said = '';
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    await expect.poll(() => said).toContain('I-2');
    child.kill(signal);
    const [code] = (await once(child, 'exit')) as [number];
    expect([code, said]).toEqual([exitCode, expect.stringContaining('I-2 keeps its place')]);
  }
  expect((await api.company.statusOf('I-2')).stage).toBe('queued');
  // A user whom Slack does not know cannot take over a release.
  expect(await byTemporal('U_ANN', 'handover', 'I-2', '@U_GHOST')).toMatchObject({
    code: 1,
    err: expect.stringContaining('U_GHOST') as string,
  });
  expect((await api.company.statusOf('I-2')).requester).toBe('U_ANN');
  expect(await byTemporal('U_ANN', 'handover', 'I-2', '@U_BEN')).toMatchObject({ code: 0 });
  expect(await byTemporal('U_BEN', 'handover', 'I-2', '@U_ANN')).toMatchObject({ code: 0 });
  for (const ticket of ['I-1', 'I-2']) await byApi('U_ANN', 'cancel', ticket);
});

it('asks once for the time that is left, with a token for deployments alone', async () => {
  await byApi('U_ANN', 'dobro', 'L-1');
  await api.company.untilStage('L-1', 'awaiting_approval');
  const relay = await startHttpRelay(api.url);
  const token = await api.tokenOf('service:ci', { scopes: ['deploy'] });
  const env = { DOBROBOT_URL: relay.url, DOBROBOT_TOKEN: token };
  expect(await dobrobot(['dep', 'start', 'L-1', '--wait', '--timeout', '2s'], env)).toMatchObject({
    code: 4,
  });
  await relay.close();
  const waits = relay.relayed.filter(({ path }) => path.includes('/wait'));
  expect(waits.map(({ status }) => status)).toEqual([200]);
  await byApi('U_ANN', 'cancel', 'L-1');
});

it('starts once, though its answer is lost', async () => {
  await byApi('U_ANN', 'dobro', 'L-2', 'no_need_admin');
  await api.company.untilStage('L-2', 'awaiting_approval');
  await byApi('U_NORA', 'accept', 'L-2');
  await api.company.untilStage('L-2', 'ready');
  let said = 0;
  // The first answer is the current state.
  const relay = await startHttpRelay(api.url, ({ path }) => path.endsWith('/commands') && (said += 1) === 2);
  const env = { DOBROBOT_URL: relay.url, DOBROBOT_TOKEN: tokens['U_ANN'] ?? '' };
  const started = await dobrobot(['dep', 'start', 'L-2', '--wait', '--json'], env);
  await relay.close();
  expect(started.code).toBe(0);
  expect(JSON.parse(started.out)).toMatchObject({ stage: 'deploying', tokens: {} });
  await byApi('U_ANN', 'dep', 'finish', 'L-2');
});

it('waits for nothing that has ended', async () => {
  expect(await byTemporal('U_ANN', 'dep', 'start', 'W-2', '--wait')).toMatchObject({ code: 1 });
  await byApi('U_ANN', 'dobro', 'E-1');
  await api.company.untilStage('E-1', 'awaiting_approval');
  await api.company.temporal.client.workflow.getHandle('release:E-1').terminate('a test');
  for (const as of [byApi, byTemporal]) {
    expect(await as('U_ANN', 'dep', 'start', 'E-1', '--wait', '--timeout', '1h')).toMatchObject({
      ...{ code: 1, out: '' },
      err: expect.stringMatching(/E-1.*Temporal/) as string,
    });
  }
});

it('answers in the language of the terminal', async () => {
  const env = { ...api.company.env, DOBROBOT_ACTOR: 'U_ANN', LANG: 'ru' };
  expect(await dobrobot(['статус', 'NO-1'], env)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/[а-я]/) as string,
  });
  const byToken = { DOBROBOT_URL: api.url, DOBROBOT_TOKEN: tokens['U_ANN'] ?? '', LANG: 'ru_RU.UTF-8' };
  expect(await dobrobot(['статус', 'NO-1'], byToken)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/[а-я]/) as string,
  });
});

it('helps with what only the terminal has', async () => {
  const { code, out } = await dobrobot(['help', 'run'], {});
  expect([code, out]).toEqual([0, expect.stringContaining('--rollback-on-bad')]);
});

describe('a token', () => {
  const run = (...words: readonly string[]) => dobrobot(['token', ...words], { DATABASE_URL: api.database });

  it('is made, shown once, listed without what it consists of, and revoked', async () => {
    const made = await run('create', 'ci-main', '--scope', 'read', 'deploy', '--component', 'ledger');
    expect(made).toMatchObject({ code: 0, err: expect.stringContaining('service:ci-main') as string });
    expect(made.out).toMatch(/^dob_[0-9A-Za-z]{49}\n$/);
    const token = made.out.trim();
    expect((await api.call(token, 'GET', '/locks/ledger')).status).toBe(200);
    expect((await api.call(token, 'GET', '/locks/billing')).status).toBe(403);
    const listed = await run('list');
    expect(listed.out).toMatch(
      /^ci-main {2}service:ci-main {2}read,deploy {2}ledger {2}until \d{4}-\S+ {2}used \d{4}-/m,
    );
    expect(listed.out).not.toContain(token.slice(4, 20));
    expect(await run('create', 'ci-main', '--scope', 'read')).toMatchObject({
      code: 1,
      err: expect.stringContaining('already') as string,
    });
    expect(await run('revoke', 'ci-main')).toMatchObject({ code: 0 });
    expect((await api.call(token, 'GET', '/locks/ledger')).status).toBe(401);
    expect(await run('revoke', 'ci-main')).toMatchObject({ code: 1 });
    const { token: secret, ...told } = JSON.parse(
      (await run('create', 'ci-main', '--scope', 'read', '--json')).out,
    ) as Record<string, unknown>;
    expect(secret).toMatch(/^dob_/);
    const [first = ''] = (await run('list', '--json')).out.split('\n');
    expect(JSON.parse(first)).toEqual(told);
  });

  it.each([
    [['create', 'ci'], /scope/],
    [['create', 'ci', '--scope', 'everything'], /none of read/],
    [['create', 'CI', '--scope', 'read'], /small letters/],
    [['create', 'ci', '--scope', 'approve'], /Only a person/],
    [['create', 'ci', '--scope', 'approve', '--actor', 'service:ci'], /Only a person/],
    [['create', 'ci', '--scope', 'read', '--actor', 'ann'], /neither a user ID/],
    [['create', 'ci', '--scope', 'read', '--component', 'all'], /no component/],
    [['create', 'ci', '--scope', 'read', '--expires', 'never'], /duration/],
  ])('is not made of nonsense: %j', async (words, why) => {
    expect(await run(...words)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(why) as string,
    });
  });
});

describe('completion', () => {
  const completedBy = async (token: string, ...typed: readonly string[]) => {
    const env = { DOBROBOT_URL: api.url, DOBROBOT_TOKEN: token };
    const { code, out } = await dobrobot(['complete', '--', ...typed], env);
    expect(code).toBe(0);
    return out
      .split('\n')
      .flatMap((line) => (line === '' || line.startsWith(':') ? [] : [line.split('\t')[0]]));
  };

  /** Completion gives up after the time a typing person would wait, so on a busy machine it may take several tries. */
  const offered = (...typed: readonly string[]) =>
    expect.poll(() => completedBy(tokens['U_ANN'] ?? '', ...typed));

  it('knows commands, the tickets of open releases, and components', async () => {
    await byApi('U_ANN', 'dobro', 'X-1');
    await api.company.untilStage('X-1', 'awaiting_approval');
    await offered('acc').toEqual(['accept']);
    await offered('dep', '').toEqual(['start', 'finish', 'rollback']);
    await offered('dep', 'start', 'X').toEqual(['X-1']);
    await offered('dep', 'start', 'X-1', '--wa').toEqual(['--wait']);
    await offered('accept', '').toEqual(['X-1']);
    await offered('freeze', 'l').toEqual(['ledger']);
    await offered('queue', 'd').toEqual(['db']);
    await offered('token', 'c').toEqual(['create']);
    await offered('conf').toEqual(['config']);
    await offered('run', 'X-1', '--ro').toEqual(['--rollback-on-bad']);
    await offered('blame', '10:00', 'd').toEqual(['db']);
  });

  it('offers what a token is for that is for some components alone', async () => {
    const token = await api.tokenOf('service:ci', { scopes: ['deploy'], components: ['db', 'ledger'] });
    await expect.poll(() => completedBy(token, 'status', '')).toEqual(['X-1']);
    await expect.poll(() => completedBy(token, 'queue', '')).toEqual(['db', 'ledger']);
  });

  it('needs no more of bash than bash, and may be read twice', async () => {
    const { out } = await dobrobot(['completion', 'bash'], {});
    const script = `${out}\n${out}
      dobrobot() { printf '%s,' "$@" >&3; printf 'start\\tx\nfinish\n:4\n'; }
      compopt() { :; }
      COMP_WORDS=(dobrobot dep ''); COMP_CWORD=2; __dobrobot_complete
      printf '%s ' "\${COMPREPLY[@]}"`;
    const ran = spawnSync('bash', ['--norc', '-c', `exec 3>&1\n${script}`], { encoding: 'utf8' });
    expect([ran.stdout, ran.stderr]).toEqual(['complete,--,dep,,start finish ', '']);
  });

  it('is silent where nobody answers', async () => {
    const { code, out, err } = await dobrobot(['complete', '--', 'accept', ''], {
      DOBROBOT_URL: 'http://127.0.0.1:1',
    });
    expect([code, out, err]).toEqual([0, ':4\n', '']);
  });

  it.each(['bash', 'zsh', 'fish'])('has a script for %s', async (shell) => {
    const { code, out } = await dobrobot(['completion', shell], {});
    expect([code, out]).toEqual([0, expect.stringContaining('dobrobot complete --')]);
    if (shell === 'bash') expect(spawnSync('bash', ['-n'], { input: out }).status).toBe(0);
  });
});
