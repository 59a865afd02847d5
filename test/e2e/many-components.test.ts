import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCompany, type Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';

/** Together longer than Temporal accepts as a search attribute, and more than a select shows without groups. */
const names = Array.from({ length: 130 }, (_, index) => `service-of-the-monolith-${index}`);
const components = Object.fromEntries(
  names.map((name, index) => [name, { critical: index === 0, admin: false }] as const),
);

let company: Company;

beforeAll(async () => {
  company = await startCompany({ tickets: { 'BIG-1': names, 'BIG-2': [names[0] ?? ''] }, components });
});
afterAll(() => company.close());

it('brings a release of very many components to its end', async () => {
  await company.say('U_ANN', 'dobro BIG-1');
  expect((await company.untilStage('BIG-1', 'awaiting_approval')).components).toEqual(names);
  await company.say('U_NORA', 'accept BIG-1');
  await company.untilStage('BIG-1', 'ready');
  await company.say('U_ANN', 'dep start BIG-1');
  await company.untilStage('BIG-1', 'deploying');
  await company.say('U_ANN', 'dep finish BIG-1');
  await eventually(async () => {
    expect((await company.lock(names[0] ?? '')).holders).toEqual([]);
  });
});

it.each([
  ['very many components', Array.from({ length: 101 }, (_, index) => `c${index}`)],
  ['one with a very long name', ['a'.repeat(101)]],
])('tells who asks for %s that nobody knows them', async (_, unknown) => {
  await company.say('U_BEN', `dobro BIG-2 components:${unknown.join()}`);
  await eventually(async () => {
    const told = await company.slack.readableBy('U_BEN', await company.slack.dm('U_BEN'));
    expect(told.join('\n')).toContain(`there is no component \`${unknown.at(-1) ?? ''}\``);
  });
  await company.say('U_BEN', 'cancel BIG-2');
});
