/** The configuration is not the state: a lock exists as long as anyone holds it, waits for it or has frozen it. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { messagesOf } from '../support/cards.ts';
import { components, general, startCompany, type Company } from '../support/company.ts';
import { eventually, eventuallyTrue } from '../support/eventually.ts';
import { patienceMs } from '../support/patience.ts';

let company: Company;

beforeAll(async () => {
  company = await startCompany({
    tickets: { 'OLD-1': ['ledger'], 'OLD-2': ['ledger'] },
    components: {
      ...components,
      ledger: { critical: true, admin: false },
      billing: { critical: true, admin: false },
    },
    settings: { locks: { checkEvery: '1s' } },
  });
});
afterAll(() => company.close());

async function configure(change: (all: Record<string, object>) => Record<string, object>): Promise<void> {
  const path = company.env['DOBROBOT_CONFIG'] ?? '';
  const config = parse(await readFile(path, 'utf8')) as { components: Record<string, object> };
  await writeFile(path, stringify({ ...config, components: change(config.components) }));
}

const isOpen = async (component: string) =>
  (await company.temporal.client.workflow.getHandle(`lock:${component}`).describe()).status.name ===
  'RUNNING';

const untilEnded = (component: string) => eventuallyTrue(async () => !(await isOpen(component)));

async function untilSaid(
  user: Parameters<Company['say']>[0],
  words: string,
  says: RegExp,
  timeout = patienceMs,
): Promise<void> {
  const { ts } = await company.say(user, words);
  await vi.waitFor(
    async () => {
      const texts = (await messagesOf(company, general))
        .filter(({ thread }) => thread === ts)
        .map(({ text }) => text);
      expect(texts).toContainEqual(expect.stringMatching(says));
    },
    { timeout, interval: 100 },
  );
}

it('a lock whose component has left answers every command and stands in every list, until nobody has to do with it', async () => {
  for (const ticket of ['OLD-1', 'OLD-2']) {
    await company.say('U_ANN', `dobro ${ticket}`);
    await company.untilStage(ticket, 'awaiting_approval');
    await company.say('U_NORA', `accept ${ticket}`);
    await company.untilStage(ticket, ticket === 'OLD-1' ? 'ready' : 'queued');
  }
  await configure((all) => Object.fromEntries(Object.entries(all).filter(([name]) => name !== 'ledger')));
  await eventually(async () => {
    await untilSaid('U_BEN', 'queue ledger', /\*ledger\*.*OLD-1.*1\. .*OLD-2/s);
  });
  await untilSaid('U_BEN', 'queue', /\*ledger\*.*OLD-1.*1\. .*OLD-2/s);
  await untilSaid('U_BEN', 'who ledger', /\*ledger\*.*OLD-1/s);
  await untilSaid('U_SAM', 'freeze ledger for 2h moving', /Done.*`ledger` is frozen/);
  await untilSaid('U_SAM', 'freeze billing ledger moving', /ledger/);
  expect((await company.lock('billing')).freezes).toEqual([]);
  await untilSaid('U_SAM', 'unfreeze all', /Done.*Every freeze of yours is lifted/);
  expect((await company.lock('ledger')).freezes).toEqual([]);
  // If its last checks were long enough ago, they run again at its turn and would find the component unknown. Without a tracker
  // nothing keeps it from its turn.
  await rename(company.ticketsFile, `${company.ticketsFile}.away`);
  await untilSaid('U_OTTO', 'unlock ledger it hangs', /Done.*`ledger` was taken from its holder/);
  await company.untilStage('OLD-2', 'ready');
  await rename(`${company.ticketsFile}.away`, company.ticketsFile);
  await company.say('U_ANN', 'cancel OLD-1');
  expect(await isOpen('ledger')).toBe(true);
  await company.say('U_ANN', 'cancel OLD-2');
  await untilEnded('ledger');
  // Temporal's visibility lists lag a little behind.
  await eventually(() =>
    untilSaid('U_SAM', 'freeze ledger moving', /no component `ledger`|`ledger` is not critical/, 1000),
  );
  expect(await isOpen('ledger')).toBe(false);
});

it('so does that of one that is not critical any more, and another one comes when it is again', async () => {
  await company.say('U_SAM', 'freeze billing works');
  await eventually(async () => {
    expect((await company.lock('billing')).freezes).toHaveLength(1);
  });
  await configure((all) => ({ ...all, billing: { critical: false, admin: false } }));
  await untilSaid('U_BEN', 'queue billing', /\*billing\*.*frozen by <@U_SAM>/s);
  await company.say('U_SAM', 'unfreeze billing');
  await untilEnded('billing');
  await configure((all) => ({ ...all, billing: { critical: true, admin: false } }));
  await eventuallyTrue(() => isOpen('billing'));
});
