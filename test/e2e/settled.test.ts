/** Direct messages that ask people to act stay true, whatever happens in between. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buttonOf, click, messagesOf, untilAsked, untilCard, untilToldAlone } from '../support/cards.ts';
import type { Person } from '../support/company.ts';
import { startCompany, type Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';

let company: Company;

beforeAll(async () => {
  company = await startCompany({ tickets: { 'SET-1': ['ios-app'], 'SET-2': ['ios-app'] } });
});
afterAll(() => company.close());

const toldOf = async (user: Person, ticket: string) =>
  (await messagesOf(company, await company.slack.dm(user))).filter(({ text }) => text.includes(ticket));

it('settles what a worker asked that is gone', async () => {
  await company.say('U_ANN', 'dobro SET-1');
  const asked = await untilAsked(company, 'U_OTTO', /SET-1/, 'Good');
  await company.worker().kill();
  await company.startWorker();
  await company.say('U_NORA', 'accept SET-1');
  await eventually(async () => {
    const told = await toldOf('U_OTTO', 'SET-1');
    expect(told.map(({ ts, buttons }) => [ts, buttons])).toEqual([[asked.messageTs, []]]);
    expect(told[0]?.text).toMatch(/<@U_NORA> gave the good to .*SET-1/);
  });
});

it('gives no good for what was not shown, and asks for it as it is now', async () => {
  await company.say('U_ANN', 'dobro SET-2');
  const card = await untilCard(company, 'SET-2', /waits for the good/);
  const asked = await untilAsked(company, 'U_NORA', /SET-2/, 'Good');
  const tickets = await readFile(company.ticketsFile, 'utf8');
  await writeFile(company.ticketsFile, tickets.replaceAll('/docs', '/other-docs'));
  await company.say('U_ANN', 'recheck SET-2');
  const anew = await eventually(async () => {
    const told = await toldOf('U_NORA', 'SET-2');
    expect(told.map(({ ts }) => ts)).toEqual([asked.messageTs]);
    expect(told[0]?.text).toMatch(/SET-2.* is not the same any more/);
    return buttonOf(told[0], 'Good');
  });
  const before = await company.statusOf('SET-2');
  await click(company, 'U_NORA', buttonOf(card, 'Good'));
  expect(await untilToldAlone(company, 'U_NORA', 1)).toEqual([
    expect.stringMatching(/SET-2.*not what you were shown.*nothing was changed/),
  ]);
  expect(await company.statusOf('SET-2')).toEqual(before);
  await click(company, 'U_NORA', anew);
  await company.untilStage('SET-2', 'ready');
});
