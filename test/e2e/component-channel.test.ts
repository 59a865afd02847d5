/** Where cards are posted if a component has a channel of its own. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { messagesOf, untilCard } from '../support/cards.ts';
import { general, shipping, startCompany, type Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';

let company: Company;

beforeAll(async () => {
  company = await startCompany({
    tickets: { 'OWN-1': ['billing'], 'OWN-2': ['billing', 'ledger'], 'OWN-3': ['search'] },
    components: {
      billing: { critical: true, admin: false, channel: 'general' },
      ledger: { critical: true, admin: false },
      search: { critical: false, admin: false, channel: 'nowhere' },
    },
  });
});
afterAll(() => company.close());

const until = (channel: string, says: readonly RegExp[]) =>
  eventually(async () => {
    const texts = (await messagesOf(company, channel)).map(({ text }) => text);
    expect(texts).toEqual(says.map((pattern) => expect.stringMatching(pattern) as string));
  });

it('its card and its story stand there', async () => {
  await company.say('U_ANN', 'dobro OWN-1');
  await until(general, [/OWN-1.*: ✋ waits for the good/]);
  await company.say('U_NORA', 'accept OWN-1', shipping);
  await until(general, [/^🟢 .*OWN-1/, /gave the good/, /has its turn/]);
  const [card, ...story] = await messagesOf(company, general);
  expect(card?.isCard).toBe(true);
  expect(story.map(({ thread }) => thread)).toEqual([card?.ts, card?.ts]);
  expect((await messagesOf(company, shipping)).filter(({ isCard }) => isCard)).toEqual([]);
});

it('a release of several goes to the release channel, and is linked from theirs', async () => {
  await company.say('U_ANN', 'dobro OWN-2', shipping);
  const card = await untilCard(company, 'OWN-2', /waits for the good/);
  const link = await eventually(async () => {
    const linked = (await messagesOf(company, general)).find(({ text }) => text.includes('OWN-2'));
    expect(linked?.text).toMatch(/OWN-2.* on `billing`, `ledger`: <(http[^|]+)\|its card>$/);
    return linked?.text ?? '';
  });
  expect(link).toContain(card.ts.replace('.', ''));
});

it('where that channel is not there, the release channel has its card', async () => {
  await company.say('U_ANN', 'dobro OWN-3', shipping);
  await untilCard(company, 'OWN-3', /waits for the good/);
});
