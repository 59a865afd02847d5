/** Messages for everyone are in the language of the workspace; messages for one person in the language of their Slack. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buttonOf, messagesOf, untilAsked, untilCard, untilToldAlone } from '../support/cards.ts';
import { general, shipping, startCompany, type Company, type Person } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { Transcript, type Place } from '../support/transcript.ts';

const cyrillic = /\p{Script=Cyrillic}/u;

async function untilRead(company: Company, place: Place, pattern: RegExp): Promise<void> {
  const transcript = new Transcript(company);
  await eventually(async () => {
    const texts = (await transcript.posts()).flatMap((post) => (post.place === place ? [post.text] : []));
    expect(texts).toContainEqual(expect.stringMatching(pattern));
  });
}

/** Everything the bot says where everyone can read it. */
const readByAll = async (company: Company) =>
  [...(await messagesOf(company, shipping)), ...(await messagesOf(company, general))].map(({ text }) => text);

describe('in an English workspace, somebody whose Slack is Russian', { concurrent: false }, () => {
  let company: Company;
  beforeAll(async () => {
    company = await startCompany({ tickets: { 'PAY-1': ['ios-app'] }, ownLine: true });
    company.line?.setLocale('U_NORA', 'ru-RU');
    company.line?.setLocale('U_OTTO', 'en-US');
    company.line?.setLocale('U_BEN', 'ru-RU');
  });
  afterAll(() => company.close());

  it('is asked in Russian, while the others are asked in English', async () => {
    await company.say('U_ANN', 'добро PAY-1');
    await untilRead(company, 'U_NORA', /просит ваше добро.*PAY-1.*принять PAY-1/s);
    await untilRead(company, 'U_OTTO', /asks for your good.*PAY-1.*accept PAY-1/s);
    expect((await untilAsked(company, 'U_NORA', /PAY-1/, 'Добро')).label).toBe('Добро');
    const card = await untilCard(company, 'PAY-1', /waits for the good/);
    expect(card.buttons.map(({ label }) => label)).toContain('Good');
  });

  it('is answered in Russian where nobody else reads it', async () => {
    const card = await untilCard(company, 'PAY-1', /waits for the good/);
    await company.line?.press({
      user: 'U_BEN',
      channel: shipping,
      action: { ...buttonOf(card, 'Check again').action },
    });
    expect(await untilToldAlone(company, 'U_BEN', 1)).toEqual([
      expect.stringMatching(/может сделать только автор/),
    ]);
  });

  it('is answered in Russian in the App Home', async () => {
    const card = await untilCard(company, 'PAY-1', /waits for the good/);
    await company.line?.press({
      user: 'U_BEN',
      channel: '',
      action: { ...buttonOf(card, 'Check again').action },
    });
    await untilRead(company, 'U_BEN', /может сделать только автор/);
  });

  it('is answered in Russian after the form of the shortcut', async () => {
    const user = { id: 'U_NORA' };
    await company.line?.interact({ type: 'shortcut', callback_id: 'requestRelease', user });
    const form = company.line?.forms.shown();
    const values = { ticket: { ticket: { type: 'plain_text_input', value: 'PAY-1' } } };
    // Without a worker the ticket cannot be checked in the form, so the release refuses.
    await company.worker().stop();
    await company.line?.interact({ type: 'view_submission', user, view: { ...form, state: { values } } });
    await company.startWorker();
    await untilRead(company, 'U_NORA', /уже.*PAY-1|PAY-1.*уже/);
  });

  it('says it in Russian, and everyone reads it in English', async () => {
    await company.say('U_NORA', 'принять PAY-1');
    await untilRead(company, 'general', /^Done/);
    await untilRead(company, 'shipping', /<@U_NORA> gave the good/);
    for (const text of await readByAll(company)) expect(text).not.toMatch(cyrillic);
  });
});

describe('in a Russian workspace', { concurrent: false }, () => {
  let company: Company;
  beforeAll(async () => {
    const settings = { language: 'ru' };
    company = await startCompany({ tickets: { 'PAY-1': ['billing'] }, settings });
  });
  afterAll(() => company.close());

  it('all of a release is told in Russian', async () => {
    const step = async (user: Person, words: string, place: Place, pattern: RegExp) => {
      await company.say(user, words);
      await untilRead(company, place, pattern);
    };
    await step('U_ANN', 'добро PAY-1', 'U_NORA', /просит ваше добро/);
    await step('U_NORA', 'принято PAY-1', 'U_SAM', /нужен админ/);
    await step('U_SAM', 'тут PAY-1', 'U_ANN', /Ваша очередь/);
    await step('U_BEN', 'статус PAY-1', 'general', /ждёт старта.*старт PAY-1/);
    await step('U_BEN', 'старт PAY-1', 'general', /может сделать только автор/);
    await step('U_ANN', 'старт PAY-1', 'shipping', /начинает выкатку/);
    await step('U_ANN', 'финиш PAY-1', 'shipping', /завершает выкатку/);
    const all = await new Transcript(company).posts();
    for (const { text } of all) expect(text).toMatch(cyrillic);
    const card = (await messagesOf(company, shipping)).find(({ isCard }) => isCard);
    expect(card?.headline).toMatch(/PAY-1.*завершён.* · всего /);
  });
});
