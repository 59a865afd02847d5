/** A component on production is renamed, or is no longer critical: two releases of the same part never run at once. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { messagesOf } from '../support/cards.ts';
import { startCompany, type Company, type Person } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';

let company: Company;

beforeAll(async () => {
  company = await startCompany({
    tickets: {
      'A-1': ['billing'],
      'A-2': ['billing'],
      'A-3': ['pay'],
      'B-1': ['ledger'],
      'B-2': ['ledger'],
      'C-1': ['shop'],
      'C-2': ['store'],
      'C-3': ['outlet'],
    },
    components: {
      billing: { critical: true, admin: false },
      ledger: { critical: true, admin: false },
      shop: { critical: true, admin: false },
    },
    settings: { locks: { checkEvery: '1s' } },
  });
});
afterAll(() => company.close());

async function configure(components: Record<string, object>): Promise<void> {
  const path = company.env['DOBROBOT_CONFIG'] ?? '';
  await writeFile(path, stringify({ ...(parse(await readFile(path, 'utf8')) as object), components }));
}

async function approved(ticket: string): Promise<void> {
  await company.say('U_ANN', `dobro ${ticket}`);
  await company.untilStage(ticket, 'awaiting_approval');
  await company.say('U_NORA', `accept ${ticket}`);
}

async function started(ticket: string): Promise<void> {
  await company.untilStage(ticket, 'ready');
  await company.say('U_ANN', `dep start ${ticket}`);
  await company.untilStage(ticket, 'deploying');
}

const holdersOf = async (component: string) =>
  (await company.lock(component)).holders.map(({ ticket }) => ticket);

const untilLockEnds = (component: string) =>
  eventually(async () => {
    const { status } = await company.temporal.client.workflow.getHandle(`lock:${component}`).describe();
    expect(status.name).toBe('COMPLETED');
  });

const told = async (user: Person, words: RegExp) =>
  (await messagesOf(company, await company.slack.dm(user))).filter(({ text }) => words.test(text)).length;

it('a new name: who is on production under the old one keeps out whoever comes, also who waited', async () => {
  await approved('A-1');
  await started('A-1');
  await approved('A-2');
  await company.untilStage('A-2', 'queued');
  await configure({
    pay: { critical: true, admin: false, renamedFrom: 'billing' },
    ledger: { critical: true, admin: false },
    shop: { critical: true, admin: false },
  });
  // A release on production gets the lock of the new name as well.
  await eventually(async () => {
    expect(await holdersOf('pay')).toEqual(['A-1']);
  });
  await approved('A-3');
  const waiting = await company.untilStage('A-3', 'queued');
  expect(waiting.locks).toMatchObject([
    { component: 'billing', mode: 'exclusive', state: 'waiting' },
    { component: 'pay', mode: 'exclusive', state: 'waiting' },
  ]);
  await eventually(async () => {
    expect(await told('U_SAM', /`billing` is called `pay` now/)).toBe(1);
  });
  await company.say('U_ANN', 'dep finish A-1');
  // At its turn it learns of the other lock.
  const both = await company.untilStage('A-2', 'ready');
  expect(both.locks).toMatchObject([
    { component: 'billing', state: 'held' },
    { component: 'pay', state: 'held' },
  ]);
  expect(both.acceptedBy).toEqual(['U_NORA']);
  expect((await company.statusOf('A-3')).stage).toBe('queued');
  await started('A-2');
  expect((await company.statusOf('A-3')).stage).toBe('queued');
  await company.say('U_ANN', 'dep finish A-2');
  await started('A-3');
  await company.say('U_ANN', 'dep finish A-3');
  await untilLockEnds('billing');
});

it('not critical any more: whoever comes takes the lock until it is empty', async () => {
  await approved('B-1');
  await started('B-1');
  await configure({
    ledger: { critical: false, admin: false },
    pay: { critical: true, admin: false },
    shop: { critical: true, admin: false },
  });
  await eventually(async () => {
    expect(await told('U_SAM', /`ledger` is not critical any more/)).toBe(1);
  });
  await approved('B-2');
  expect(await company.untilStage('B-2', 'queued')).toMatchObject({
    locks: [{ component: 'ledger', state: 'waiting' }],
  });
  await company.say('U_ANN', 'dep finish B-1');
  await started('B-2');
  await company.say('U_ANN', 'dep finish B-2');
  await untilLockEnds('ledger');
  expect(await told('U_SAM', /`ledger` is not critical any more/)).toBe(1);
});

it('a former name that is taken out, or left out of a chain, while its lock is held counts until the lock is empty', async () => {
  await approved('C-1');
  await started('C-1');
  // Not critical, so that no lock of the new name keeps anybody out.
  await configure({ store: { critical: false, admin: false, renamedFrom: 'shop' } });
  await eventually(async () => {
    expect(await told('U_SAM', /`shop` is called `store` now, but/)).toBe(1);
  });
  await configure({ store: { critical: false, admin: false } });
  await eventually(async () => {
    expect(await told('U_SAM', /`shop` is called `store` now \(the configuration no longer says so\)/)).toBe(
      1,
    );
  });
  await approved('C-2');
  expect((await company.untilStage('C-2', 'queued')).locks).toMatchObject([
    { component: 'shop', mode: 'exclusive', state: 'waiting' },
  ]);
  await configure({ outlet: { critical: false, admin: false, renamedFrom: 'store' } });
  await eventually(async () => {
    expect(await told('U_SAM', /`shop` is called `outlet` now \(the configuration no longer says so\)/)).toBe(
      1,
    );
  });
  await approved('C-3');
  expect((await company.untilStage('C-3', 'queued')).locks).toMatchObject([
    { component: 'shop', mode: 'exclusive', state: 'waiting' },
  ]);
  await company.say('U_ANN', 'dep finish C-1');
  await started('C-2');
  expect((await company.statusOf('C-3')).stage).toBe('queued');
  await company.say('U_ANN', 'dep finish C-2');
  await started('C-3');
  await company.say('U_ANN', 'dep finish C-3');
  await untilLockEnds('shop');
});
