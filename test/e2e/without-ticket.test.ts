/** Releases of a wiki page, of a text and of several tickets: by commands, by the form and by buttons, in both languages. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buttonOf, cardsOf, click, messagesOf, untilAsked } from '../support/cards.ts';
import { general, shipping, startCompany, type Company, type Person } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { Transcript, type Place } from '../support/transcript.ts';

const words = {
  en: {
    ask: 'dobro',
    text: '"Faster sign-up"',
    components: 'components:ios-app',
    hotfix: 'hotfix',
    accept: 'accept',
    start: 'dep start',
    finish: 'dep finish',
    status: 'status',
    asked:
      /asks for your good.*REL-1.*New onboarding flow.*For the approver to judge: code review, QA, customer demo, rollback documentation.*accept REL-1/s,
    needsWork: /REL-2.*Faster sign-up.*cannot ask for the good yet.*names no component/s,
    touch: /What does it touch/,
    good: 'Good',
    begin: 'Start',
    end: 'Finish',
    judge: /For the approver to judge: code review/,
    noText: /quotes/,
  },
  ru: {
    ask: 'добро',
    text: '«Faster sign-up»',
    components: 'компоненты:ios-app',
    hotfix: 'хотфикс',
    accept: 'принять',
    start: 'старт',
    finish: 'финиш',
    status: 'статус',
    asked: /просит ваше добро.*REL-1.*New onboarding flow.*Судить согласующему: .*принять REL-1/s,
    needsWork: /Просить добро на .*REL-2.*Faster sign-up.*рано.*не указан ни один компонент/s,
    touch: /Что затрагивает/,
    good: 'Добро',
    begin: 'Старт',
    end: 'Финиш',
    judge: /Судить согласующему: /,
    noText: /[Кк]авыч/,
  },
} as const;

describe.each(['en', 'ru'] as const)('in a workspace that reads %s', (language) => {
  const said = words[language];
  let company: Company;
  beforeAll(async () => {
    company = await startCompany({
      tickets: { 'PAY-1': ['ledger'], 'PAY-2': ['ios-app'], 'PAY-3': ['ios-app'] },
      settings: { language },
    });
  });
  afterAll(() => company.close());

  async function untilRead(place: Place, pattern: RegExp): Promise<void> {
    await eventually(async () => {
      const posts = await new Transcript(company).posts();
      const texts = posts.flatMap((post) => (post.place === place ? [post.text] : []));
      expect(texts).toContainEqual(expect.stringMatching(pattern));
    });
  }

  /** The card of a release, once it has this button. */
  const untilShown = (ticket: string, label: string) =>
    eventually(async () => {
      const card = (await cardsOf(company, ticket)).at(-1);
      buttonOf(card, label);
      if (card === undefined) throw new Error('There is no card');
      return card;
    });

  it('a wiki page is released by words', async () => {
    const page = 'https://wiki.company.example/pages/New-onboarding_flow';
    await company.say('U_ANN', `${said.ask} <${page}?v=2#top|the page> ${said.components}`);
    expect(await company.untilStage('REL-1', 'awaiting_approval')).toMatchObject({
      ticket: 'REL-1',
      tickets: [],
      title: 'New onboarding flow',
      url: `${page}?v=2#top`,
      components: ['ios-app'],
    });
    await untilRead('U_NORA', said.asked);
    const card = await untilShown('REL-1', said.good);
    expect(card.headline).toContain('New onboarding flow');
    expect(JSON.stringify(await company.slack.messages(shipping))).toMatch(said.judge);

    // The same page means the same release while it is open.
    await company.say('U_BEN', `${said.ask} ${page} ${said.components}`);
    await untilRead('general', /@ann.*REL-1|REL-1.*@ann/);
    await company.say('U_NORA', `${said.accept} rel-1`);
    await company.untilStage('REL-1', 'ready');
    await company.say('U_ANN', `${said.start} REL-1`);
    await company.untilStage('REL-1', 'deploying');
    await company.say('U_ANN', `${said.finish} REL-1`);
    await company.untilStage('REL-1', 'finished');
    await company.temporal.client.workflow.getHandle('release:REL-1').result();
    await company.say('U_ANN', `${said.ask} REL-1 ${said.components}`);
    // A release without a ticket cannot be requested again.
    await untilRead('general', /REL-1.*(no release of it is open|открытого релиза нет)\.$/);
  });

  it('a text is released by words, and what it touches is chosen from a list', async () => {
    await company.say('U_ANN', `${said.ask} ${said.text} ${said.hotfix}`);
    await company.untilStage('REL-2', 'needs_work');
    await untilRead('U_ANN', said.needsWork);
    const dm = await company.slack.dm('U_ANN');
    const asked = await eventually(async () => {
      const message = (await company.slack.messages(dm)).find(({ blocks }) =>
        JSON.stringify(blocks ?? []).includes('chooseComponents'),
      );
      if (message === undefined) throw new Error('Nobody asks');
      return message;
    });
    const block = (asked.blocks as { block_id: string; text?: { text: string } }[]).find(({ block_id: id }) =>
      id.startsWith('chooseComponents:'),
    );
    expect(block?.text?.text).toMatch(said.touch);
    const select = { type: 'multi_static_select', action_id: 'chooseComponents', block_id: block?.block_id };
    const chosen = { ...select, selected_options: [{ value: 'ios-app' }, { value: 'ledger' }] };
    await company.slack.interact(dm, asked.ts, 'U_ANN', chosen);
    expect(await company.untilStage('REL-2', 'awaiting_approval')).toMatchObject({
      title: 'Faster sign-up',
      url: null,
      components: ['ios-app', 'ledger'],
      priority: 'hotfix',
    });
    // Without an address there is no link.
    await eventually(async () => {
      const [card] = await cardsOf(company, 'REL-2');
      expect(card?.headline).toMatch(/^✋ \*REL-2\* Faster sign-up · /);
    });
  });

  it('a text is released by the form and by buttons', async () => {
    await company.slack.command(general, 'U_BEN', '/dobro', ' ');
    await company.slack.untilForm();
    const typed = (value: string) => ({ ticket: { ticket: { type: 'plain_text_input', value } } });
    const chosen = {
      'components:': {
        components: { type: 'multi_static_select', selected_options: [{ value: 'ios-app' }] },
      },
    };
    expect(await company.slack.submitted('U_BEN', { ...typed('Dark mode'), ...chosen })).toEqual({
      ticket: expect.stringMatching(said.noText) as string,
    });
    expect(await company.slack.submitted('U_BEN', { ...typed('“Dark mode”'), ...chosen })).toBeNull();
    expect(await company.untilStage('REL-3', 'awaiting_approval')).toMatchObject({
      requester: 'U_BEN',
      title: 'Dark mode',
    });
    const press = async (user: Person, says: RegExp, label: string) =>
      click(company, user, await untilAsked(company, user, says, label));
    await press('U_NORA', /REL-3.*Dark mode/s, said.good);
    await company.untilStage('REL-3', 'ready');
    await press('U_BEN', /REL-3/, said.begin);
    await company.untilStage('REL-3', 'deploying');
    await click(company, 'U_BEN', buttonOf(await untilShown('REL-3', said.end), said.end));
    await company.untilStage('REL-3', 'finished');
  });

  it('several tickets are released together, and each key leads there', async () => {
    await company.say('U_ANN', `${said.ask} PAY-1, pay-2 PAY-3`);
    expect(await company.untilStage('PAY-1', 'awaiting_approval')).toMatchObject({
      tickets: ['PAY-1', 'PAY-2', 'PAY-3'],
      components: ['ledger', 'ios-app'],
    });
    await untilRead('U_NORA', /PAY-1.*PAY-2.*PAY-3.*• .*PAY-2.*:white_check_mark:/s);
    await company.say('U_BEN', `${said.status} PAY-3`);
    await untilRead('general', /PAY-1.*PAY-2.*PAY-3/s);
    await company.say('U_NORA', `${said.accept} PAY-2`);
    await company.untilStage('PAY-1', 'awaiting_admin');

    // Under a direct message without buttons nobody needs to name it.
    const dm = await company.slack.dm('U_NORA');
    const about = (thread: string | undefined) =>
      eventually(async () => {
        const found = (await company.slack.messages(dm)).find(
          ({ text = '', thread_ts: under, blocks }) =>
            under === thread && /PAY-1.*PAY-2/s.test(text) && !JSON.stringify(blocks).includes('"actions"'),
        );
        if (found === undefined) throw new Error('There is no such message');
        return found;
      });
    const settled = await about(undefined);
    await company.slack.say(dm, 'U_NORA', said.status, settled.ts);
    expect((await about(settled.ts)).text).toMatch(/PAY-3/);
    const shown = await messagesOf(company, shipping);
    expect(shown.some(({ text }) => /PAY-3/.test(text))).toBe(true);
  });
});
