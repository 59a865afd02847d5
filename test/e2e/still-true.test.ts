/** What goes to production is what was approved, according to the ticket at the start. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { releaseCommandUpdate } from '../../domain/messages/definitions.ts';
import type { CommandSignal } from '../../domain/command/commands.ts';
import { startCompany, ticketsYaml, type Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { Transcript, type Place } from '../support/transcript.ts';

const crowd = Array.from({ length: 50 }, (_, n) => `C-${n}`);
const parts: Record<string, readonly string[]> = {
  'PAY-2': ['web'],
  'PAY-5': ['db'],
  ...Object.fromEntries(['AWAY-1', 'AWAY-2'].map((ticket) => [ticket, ['web']])),
  ...Object.fromEntries(crowd.map((ticket) => [ticket, ['ios-app']])),
  'L-1': ['ledger'],
  'S-1': ['ios-app'],
  'S-2': ['api'],
  'S-3': ['ledger'],
  'S-4': ['ios-app'],
  'S-5': ['api'],
  'NEW-1': ['wallet'],
  'NEW-2': ['wallet'],
  'NEW-3': ['search'],
  'NEW-4': ['index'],
};
const components = {
  web: { critical: true, admin: false },
  api: { critical: true },
  db: { critical: true, admin: false },
  ledger: { critical: true, admin: false },
  'ios-app': { critical: false, admin: false },
  wallet: { critical: false, admin: false },
  search: { critical: true, admin: false },
  index: { critical: true, admin: false },
};

let company: Company;
let transcript: Transcript;
beforeAll(async () => {
  company = await startCompany({
    tickets: parts,
    components,
    settings: { locks: { checkEvery: '1s' } },
  });
  transcript = new Transcript(company);
});
afterAll(() => company.close());

/** Changes the tickets in the tracker. */
async function change(
  tickets: Record<string, readonly string[]>,
  edit = (text: string) => text,
): Promise<void> {
  Object.assign(parts, tickets);
  await writeFile(`${company.ticketsFile}.new`, edit(ticketsYaml(parts)));
  await rename(`${company.ticketsFile}.new`, company.ticketsFile);
}

function tell(ticket: string, signal: CommandSignal, actor: string, more: object = {}) {
  const args = [{ signal, actor, ...more }] as const;
  return company.temporal.client.workflow
    .getHandle(`release:${ticket}`)
    .executeUpdate(releaseCommandUpdate, { args: [...args] });
}

async function request(ticket: string): Promise<void> {
  await company.temporal.client.workflow.signalWithStart('release', {
    workflowId: `release:${ticket}`,
    taskQueue: 'dobrobot',
    signal: 'request',
    signalArgs: [{ actor: 'U_ANN' }],
  });
  await company.untilStage(ticket, 'awaiting_approval');
}

async function ask(ticket: string): Promise<void> {
  await request(ticket);
  await tell(ticket, 'accept', 'U_NORA');
}

async function untilReady(ticket: string): Promise<void> {
  await ask(ticket);
  await company.untilStage(ticket, 'ready');
}

/** A new coordinator has to ask all releases first. */
const untilHeld = (component: string, by: object) =>
  eventually(async () => {
    expect((await company.lock(component)).holders).toMatchObject([by]);
  });

const untilSaid = (place: Place, pattern: RegExp) => transcript.untilSaid(place, pattern);

it('starts nobody on a part on which another is, though its ticket named that part only after the good', async () => {
  await untilReady('PAY-5');
  await tell('PAY-5', 'depStart', 'U_ANN');
  await untilReady('PAY-2');
  await change({ 'PAY-2': ['web', 'db'] });
  await company.say('U_ANN', 'dep start PAY-2');
  const status = await company.untilStage('PAY-2', 'awaiting_approval');
  expect(status).toMatchObject({ acceptedBy: [], locks: [], components: ['web', 'db'] });
  await untilSaid('general', /Not started: .*PAY-2.*components: web → db, web/s);
  await untilSaid('U_NORA', /good .*PAY-2.* counts no more.*components: web → db, web/s);
  await untilSaid('U_ANN', /good .*PAY-2.* counts no more/s);
  await tell('PAY-2', 'accept', 'U_OTTO');
  expect(await company.untilStage('PAY-2', 'queued')).toMatchObject({ waitingFor: 'lock' });
  await tell('PAY-5', 'depFinish', 'U_ANN');
  await company.untilStage('PAY-2', 'ready');
  expect(await tell('PAY-2', 'depStart', 'U_ANN')).toEqual({ done: true, stage: 'deploying' });
  await tell('PAY-2', 'depFinish', 'U_ANN');
});

it('starts none of fifty, whose tickets change as they start, by what a ticket does not say any more', async () => {
  await untilReady('L-1');
  await tell('L-1', 'depStart', 'U_ANN');
  await Promise.all(crowd.map(untilReady));
  const [before, after] = [crowd.slice(0, 25), crowd.slice(25)];
  const early = before.map((ticket) => tell(ticket, 'depStart', 'U_ANN'));
  await change(Object.fromEntries(crowd.map((ticket) => [ticket, ['ios-app', 'ledger']])));
  const late = await Promise.all(after.map((ticket) => tell(ticket, 'depStart', 'U_ANN')));
  for (const answer of late) expect(answer).toMatchObject({ done: false, code: 'changedMeanwhile' });
  for (const [n, answer] of (await Promise.all(early)).entries()) {
    const { stage, components: touched } = await company.statusOf(before[n] ?? '');
    expect([stage, touched.length]).toEqual(answer.done ? ['deploying', 1] : ['awaiting_approval', 2]);
  }
  expect((await company.lock('ledger')).holders.map(({ ticket }) => ticket)).toEqual(['L-1']);
});

const withoutQa = (ticket: string) =>
  change({}, (text) => text.replace(new RegExp(`(key: ${ticket}\\n(?:.*\\n){4}  qa: )done`), '$1missing'));

it('calls nobody to a release whose ticket has changed between its checks and the good', async () => {
  await request('S-5');
  await withoutQa('S-5');
  await tell('S-5', 'accept', 'U_NORA');
  const { history, locks } = await company.untilStage('S-5', 'needs_work');
  expect(locks).toEqual([]);
  expect(history.map(({ type }) => type)).not.toContain('turnCame');
  await change({});
});

it.each([
  ['S-1', 'awaiting_approval'],
  ['S-2', 'awaiting_admin'],
  // L-1 is still on production.
  ['S-3', 'queued'],
  ['S-4', 'ready'],
] as const)('finds for %s in %s that a sign has fallen away', async (ticket, stage) => {
  await request(ticket);
  if (stage !== 'awaiting_approval') await tell(ticket, 'accept', 'U_NORA');
  await company.untilStage(ticket, stage);
  await withoutQa(ticket);
  expect(await tell(ticket, 'recheck', 'U_NORA')).toMatchObject({ done: true });
  expect(await company.untilStage(ticket, 'needs_work')).toMatchObject({ acceptedBy: [], locks: [] });
  await untilSaid('U_ANN', new RegExp(`${ticket}.*cannot ask for the good yet.*QA`, 's'));
  await change({});
});

it('goes on without a tracker, at the turn and at the start, by checks of not long ago', async () => {
  await untilReady('AWAY-1');
  await ask('AWAY-2');
  await company.untilStage('AWAY-2', 'queued');
  await rename(company.ticketsFile, `${company.ticketsFile}.away`);
  expect(await tell('AWAY-1', 'depStart', 'U_ANN')).toEqual({ done: true, stage: 'deploying' });
  await tell('AWAY-1', 'depFinish', 'U_ANN');
  await company.untilStage('AWAY-2', 'ready');
  expect(await tell('AWAY-2', 'depStart', 'U_ANN')).toEqual({ done: true, stage: 'deploying' });
  const { history } = await company.statusOf('AWAY-2');
  expect(history.filter(({ type }) => type === 'checksUnavailable').length).toBeGreaterThan(0);
});

it('keeps others from a part on which one is, though the configuration makes it critical only then', async () => {
  await change({});
  await untilReady('NEW-1');
  await tell('NEW-1', 'depStart', 'U_ANN');
  await untilReady('NEW-3');
  await tell('NEW-3', 'depStart', 'U_ANN');
  // It has its turn for what the other one is about to depend on.
  await untilReady('NEW-4');
  const path = company.env['DOBROBOT_CONFIG'] ?? '';
  const yaml = parse(await readFile(path, 'utf8')) as { components: Record<string, object> };
  Object.assign(yaml.components, {
    wallet: { critical: true, admin: false },
    search: { critical: true, admin: false, dependsOn: ['index'] },
  });
  await writeFile(path, stringify(yaml));

  await company.untilStage('NEW-4', 'queued');
  await untilSaid('U_ANN', /NEW-4.* waits again.*NEW-3.*is on production already and needs .*index/s);
  await untilHeld('index', { ticket: 'NEW-3', mode: 'shared', started: true });
  await ask('NEW-2');
  expect(await company.untilStage('NEW-2', 'queued')).toMatchObject({ waitingFor: 'lock' });
  await untilHeld('wallet', { ticket: 'NEW-1', mode: 'exclusive', started: true });
  expect((await company.statusOf('NEW-2')).stage).toBe('queued');
  await tell('NEW-1', 'depFinish', 'U_ANN');
  await tell('NEW-3', 'depFinish', 'U_ANN');
  await Promise.all(['NEW-2', 'NEW-4'].map((ticket) => company.untilStage(ticket, 'ready')));
}, 300_000);
