/** Where cards are posted if a component has a channel of its own. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { messagesOf, untilCard } from '../support/cards.ts';
import { general, shipping, startCompany, type Company, type Person } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { Transcript } from '../support/transcript.ts';

let company: Company;

beforeAll(async () => {
  company = await startCompany({
    tickets: {
      'OWN-1': ['billing'],
      'OWN-2': ['billing', 'ledger'],
      'OWN-3': ['search'],
      'OWN-4': ['billing', 'search'],
    },
    ownLine: true,
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

/** Until the bot has said exactly this about it to somebody directly. */
const untilSaid = (person: Person, about: RegExp, says: readonly RegExp[]) =>
  eventually(async () => {
    const texts = (await new Transcript(company).posts())
      .filter(({ place, text }) => place === person && about.test(text))
      .map(({ text }) => text);
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

it('where that channel is not there, the release channel has its card; requester and admins hear of it once', async () => {
  await company.say('U_ANN', 'dobro OWN-3', shipping);
  await untilCard(company, 'OWN-3', /waits for the good/);
  await untilSaid('U_ANN', /not everywhere/, [/`OWN-3`.*I see no channel `nowhere`/]);
  await untilSaid('U_SAM', /instead/, [/`search`.*I see no channel `nowhere`/]);
});

it('a release of several ends, though the channels of its components are gone or archived meanwhile', async () => {
  company.line?.faults.refuse({ method: 'chat.postMessage', channel: general, error: 'is_archived' });
  await company.say('U_ANN', 'dobro OWN-4', shipping);
  await untilCard(company, 'OWN-4', /waits for the good/);
  await untilSaid('U_ANN', /OWN-4.*not everywhere/, [
    /`general` is archived|`nowhere`/,
    /`general` is archived|`nowhere`/,
  ]);
  await company.say('U_ANN', 'cancel OWN-4', shipping);
  await company.temporal.client.workflow.getHandle('release:OWN-4').result();
  await untilSaid('U_SAM', /instead/, [/I see no channel `nowhere`/, /`billing`.*`general` is archived/]);
  expect((await messagesOf(company, general)).filter(({ text }) => text.includes('OWN-4'))).toEqual([]);
});
