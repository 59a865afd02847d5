/**
 * A component comes to depend on another one while both are being released: two releases of the same part never start, and a
 * release already on production is notified.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { messagesOf } from '../support/cards.ts';
import { startCompany, type Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';

let company: Company;
beforeAll(async () => {
  company = await startCompany({
    tickets: { 'G-1': ['billing'], 'G-2': ['db'], 'H-1': ['search'], 'H-2': ['index'] },
    components: { billing, db: billing, search: billing, index: billing },
    settings: { locks: { checkEvery: '1s' } },
  });
});
afterAll(() => company.close());

const billing = { critical: true, admin: false };

async function dependOn(component: string, other: string): Promise<void> {
  const path = company.env['DOBROBOT_CONFIG'] ?? '';
  const config = parse(await readFile(path, 'utf8')) as { components: Record<string, object> };
  config.components[component] = { ...billing, dependsOn: [other] };
  await writeFile(path, stringify(config));
}

async function ready(ticket: string): Promise<void> {
  await company.say('U_ANN', `dobro ${ticket}`);
  await company.untilStage(ticket, 'awaiting_approval');
  await company.say('U_NORA', `accept ${ticket}`);
  await company.untilStage(ticket, 'ready');
}

async function started(ticket: string): Promise<void> {
  await company.say('U_ANN', `dep start ${ticket}`);
  await company.untilStage(ticket, 'deploying');
}

it('who starts while the tracker is away needs the good for the lock that it lacks, and waits for it', async () => {
  await ready('G-1');
  await ready('G-2');
  await started('G-2');
  await rename(company.ticketsFile, `${company.ticketsFile}.away`);
  await dependOn('billing', 'db');
  await company.say('U_ANN', 'dep start G-1');
  expect(await company.untilStage('G-1', 'awaiting_approval')).toMatchObject({ locks: [], acceptedBy: [] });
  await company.say('U_NORA', 'accept G-1');
  await eventually(async () => {
    expect(await company.statusOf('G-1')).toMatchObject({
      stage: 'queued',
      locks: [
        { component: 'billing', state: 'held' },
        { component: 'db', mode: 'shared', state: 'waiting' },
      ],
    });
  });
  await rename(`${company.ticketsFile}.away`, company.ticketsFile);
  await company.say('U_ANN', 'dep finish G-2');
  await company.untilStage('G-1', 'ready');
  await started('G-1');
});

it('of two that are on production already the admins are told once, and nobody comes between', async () => {
  await ready('H-1');
  await ready('H-2');
  await started('H-1');
  await started('H-2');
  await dependOn('search', 'index');
  const told = async () => {
    const messages = await messagesOf(company, await company.slack.dm('U_SAM'));
    return messages.filter(({ text }) => /`H-2` and `H-1` are on production at once.*`index`/.test(text))
      .length;
  };
  await eventually(async () => {
    expect(await told()).toBe(1);
  });
  expect((await company.statusOf('H-1')).locks).toMatchObject([
    { component: 'search', state: 'held' },
    { component: 'index', mode: 'shared', state: 'waiting' },
  ]);
  await company.say('U_ANN', 'dep finish H-2');
  await eventually(async () => {
    expect((await company.lock('index')).holders).toMatchObject([{ ticket: 'H-1', started: true }]);
  });
  expect(await told()).toBe(1);
});
