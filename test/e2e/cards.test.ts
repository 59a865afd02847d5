/** Slack as a workplace: one live card per release, and buttons that do what the commands do. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { botUserId } from '../../start/embedded-slack.ts';
import {
  buttonOf,
  cardsOf,
  click,
  messagesOf,
  untilAsked,
  untilCard,
  untilToldAlone,
  type Seen,
} from '../support/cards.ts';
import { people, shipping, startCompany, type Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { expectOpenable, expectPostable } from '../support/slack-limits.ts';

const tickets = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => [`CARD-${n}`, ['ios-app']]));
let company: Company;

beforeAll(async () => {
  company = await startCompany({
    tickets: { ...tickets, 'CLICK-1': ['ledger'], 'COLD-1': ['billing'] },
    // Outside working hours only hotfixes are nudged. Otherwise the histories of the others would grow while they are compared.
    settings: {
      workingHours: { days: [dayAfterTomorrow()] },
      reminders: { approvers: { after: '3s', every: '1h' } },
    },
  });
});
afterAll(() => company.close());

const dayAfterTomorrow = (): string =>
  ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][(new Date().getUTCDay() + 2) % 7] ?? '';

const labels = (card: Seen) => card.buttons.map(({ label }) => label);

/** Requests a release. Returns its card once it waits for an approval. */
async function announced(ticket: string, options = ''): Promise<Seen> {
  await company.say('U_ANN', `dobro ${ticket} ${options}`);
  return untilCard(company, ticket, /waits for the good/);
}

const storyOf = async (card: Seen) =>
  (await messagesOf(company, shipping)).filter(({ thread }) => thread === card.ts).map(({ text }) => text);

const untilStory = (card: Seen, story: readonly RegExp[]) =>
  eventually(async () => {
    expect(await storyOf(card)).toEqual(story.map((says) => expect.stringMatching(says) as string));
  });

it('takes a release from the good to its end by clicks alone, and tells its story below one card', async () => {
  const card = await announced('CLICK-1');
  expect(card.thread).toBe(null);
  expect(card.headline).toBe(
    '✋ *<https://jira.company.example/view/CLICK-1|CLICK-1>* <https://jira.company.example/view/CLICK-1|Title of CLICK-1> · *waits for the good*',
  );
  expect(card.fields).toEqual({
    Since: expect.stringMatching(/^\d\d:\d\d UTC$/) as string,
    'To act': '<@U_NORA> <@U_OTTO>',
    Components: '`ledger`',
    Requester: '<@U_ANN>',
    Admin: 'needed',
  });
  expect(labels(card)).toEqual(['Good', 'Reject', 'Check again', 'Cancel']);

  await click(company, 'U_NORA', buttonOf(card, 'Good'));
  const turn = await untilCard(company, 'CLICK-1', /waits for an admin/);
  expect(labels(turn)).toEqual(['I am the admin', 'Cancel']);
  await click(company, 'U_SAM', await untilAsked(company, 'U_SAM', /CLICK-1.*admin/s, 'I am the admin'));
  const ready = await untilCard(company, 'CLICK-1', /not started/);
  expect(ready.fields).toMatchObject({
    'Good from': '<@U_NORA>',
    Admin: '<@U_SAM>',
    'To act': '<@U_ANN> <@U_SAM>',
  });
  const start = await untilAsked(company, 'U_ANN', /your turn/, 'Start');
  expect(start.asksFirst).toBe(true);
  await click(company, 'U_ANN', start);
  const deploying = await untilCard(company, 'CLICK-1', /on production/);
  expect(labels(deploying)).toEqual(['Finish', 'Roll back']);
  await click(company, 'U_SAM', buttonOf(deploying, 'Finish'));
  const end = await untilCard(company, 'CLICK-1', /finished/);
  expect(end.buttons).toEqual([]);
  expect(end.fields).toEqual({});
  expect(end.headline).toMatch(
    /^✅ [^\n]*CLICK-1[^\n]*\*finished\* · took .+ of it on production · <@U_ANN>$/,
  );

  await untilStory(card, [/gave the good/, /has its turn/, /is the admin/, /started/, /finished/]);
  const [welcome, ...inChannel] = (await messagesOf(company, shipping)).filter(
    ({ thread }) => thread === null,
  );
  expect(welcome?.text).toMatch(/^Hello!/);
  expect(inChannel.map(({ ts }) => ts)).toEqual([card.ts]);
  // The user who clicks sees the effect on the card or in the message with the button.
  for (const user of people) expect(await messagesOf(company, shipping, user)).toEqual([]);
});

it('leaves no more messages than one card, its story, and one for each who was to act, all of them settled', async () => {
  const release = company.temporal.client.workflow.getHandle('release:CLICK-1');
  await release.result();
  const direct = await Promise.all(
    people.map(async (user) => messagesOf(company, await company.slack.dm(user))),
  );
  const told = direct.map((messages) => messages.filter(({ text }) => text.includes('CLICK-1')));
  expect(told.map((messages) => messages.map(({ text, buttons }) => [text, buttons]))).toEqual([
    [[expect.stringMatching(/^✔️ <@U_ANN> started .*CLICK-1/), []]],
    [],
    [[expect.stringMatching(/^.+ <@U_NORA> gave the good to .*CLICK-1/), []]],
    [[expect.stringMatching(/^.+ <@U_NORA> gave the good to .*CLICK-1/), []]],
    [[expect.stringMatching(/^.+ <@U_SAM> is the admin of .*CLICK-1/), []]],
  ]);
  const inChannel = (await messagesOf(company, shipping)).filter(({ text }) => text.includes('CLICK-1'));
  // With one approver it would be one less.
  expect(inChannel.length + told.flat().length).toBe(10);
});

it('answers a click by someone without the role to nobody else, and changes nothing', async () => {
  const card = await announced('CARD-1');
  const before = await company.statusOf('CARD-1');
  await click(company, 'U_BEN', buttonOf(card, 'Good'));
  expect(await untilToldAlone(company, 'U_BEN', 1)).toEqual([
    expect.stringMatching(/approver.*<@U_NORA> <@U_OTTO>.*CARD-1/),
  ]);
  expect(await company.statusOf('CARD-1')).toEqual(before);
  expect(await cardsOf(company, 'CARD-1')).toEqual([card]);
  expect(await storyOf(card)).toEqual([]);
});

it('asks for a reason where the command takes one', async () => {
  const card = await announced('CARD-2');
  await click(company, 'U_NORA', buttonOf(card, 'Reject'));
  const form = await company.slack.untilForm();
  expectOpenable(form);
  expect((await company.statusOf('CARD-2')).stage).toBe('awaiting_approval');
  await company.slack.submit('U_NORA', {
    reason: { reason: { type: 'plain_text_input', value: 'not <!channel> & &lt; today' } },
  });
  const end = await untilCard(company, 'CARD-2', /rejected/);
  expect(end.buttons).toEqual([]);
  await untilStory(card, [/^<@U_NORA> refused .*: not &lt;!channel&gt; &amp; &amp;lt; today$/]);
});

it('shows the same card after a button, a command and a signal', async () => {
  const ways = {
    'CARD-3': async (card: Seen) => click(company, 'U_NORA', buttonOf(card, 'Good')),
    'CARD-4': async () => company.say('U_NORA', 'accept CARD-4'),
    'CARD-5': async () =>
      company.temporal.client.workflow.getHandle('release:CARD-5').signal('accept', { actor: 'U_NORA' }),
  };
  const shown = await Promise.all(
    Object.entries(ways).map(async ([ticket, act]) => {
      const asked = await announced(ticket);
      await act(asked);
      const card = await untilCard(company, ticket, /not started/);
      expect(card.ts).toBe(asked.ts);
      await untilStory(card, [/gave the good/, /has its turn/]);
      return JSON.stringify({
        ...card.fields,
        Since: '',
        labels: labels(card),
        of: card.headline,
      }).replaceAll(ticket, 'KEY');
    }),
  );
  expect(new Set(shown).size).toBe(1);
});

it('posts a card anew that somebody deleted', async () => {
  const card = await announced('CARD-6');
  await company.slack.deleteMessage(shipping, card.ts, botUserId);
  expect(await cardsOf(company, 'CARD-6')).toEqual([]);
  await company.say('U_NORA', 'accept CARD-6');
  const anew = await untilCard(company, 'CARD-6', /not started/);
  expect(anew.ts).not.toBe(card.ts);
  await untilStory(anew, [/gave the good/, /has its turn/]);
  await company.say('U_ANN', 'dep start CARD-6');
  expect((await untilCard(company, 'CARD-6', /on production/)).ts).toBe(anew.ts);
  expect(await cardsOf(company, 'CARD-6')).toHaveLength(1);
});

it('refuses a button of an earlier release, wherever it stands', async () => {
  const card = await announced('CARD-7');
  const direct = await untilAsked(company, 'U_OTTO', /CARD-7/, 'Good');
  await company.say('U_ANN', 'cancel CARD-7');
  await company.temporal.client.workflow.getHandle('release:CARD-7').result();
  const next = await announced('CARD-7');
  expect(next.ts).not.toBe(card.ts);
  const before = await company.statusOf('CARD-7');
  await click(company, 'U_OTTO', buttonOf(card, 'Good'));
  await click(company, 'U_OTTO', direct);
  const refusal = /earlier release of .*CARD-7.*nothing was changed/;
  expect(await untilToldAlone(company, 'U_OTTO', 1)).toEqual([expect.stringMatching(refusal)]);
  await eventually(async () => {
    const told = await messagesOf(company, direct.channel);
    expect(told.filter(({ text }) => refusal.test(text))).toHaveLength(1);
  });
  expect(await company.statusOf('CARD-7')).toEqual(before);
  await click(company, 'U_OTTO', buttonOf(next, 'Good'));
  await company.untilStage('CARD-7', 'ready');
});

it('nudges with the button that settles it', async () => {
  await announced('CARD-8', 'hotfix');
  const nudge = await untilAsked(company, 'U_NORA', /CARD-8.*waits for the good.*\(for .*\)/s, 'Good');
  const about = async () =>
    (await messagesOf(company, nudge.channel)).filter(({ text }) => text.includes('CARD-8'));
  await eventually(async () => {
    expect((await about()).map(({ ts }) => ts)).toEqual([nudge.messageTs]);
  });
  await click(company, 'U_NORA', nudge);
  await company.untilStage('CARD-8', 'ready');
  await eventually(async () => {
    expect((await about()).map(({ text, buttons }) => [text, buttons])).toEqual([
      [expect.stringMatching(/<@U_NORA> gave the good to .*CARD-8/), []],
    ]);
  });
});

it('shows a freeze, and offers no start while it lasts', async () => {
  const card = await announced('COLD-1', 'no_need_admin');
  await click(company, 'U_OTTO', buttonOf(card, 'Good'));
  const ready = await untilCard(company, 'COLD-1', /not started/);
  expect(labels(ready)).toEqual(['Start', 'Cancel']);
  await company.say('U_SAM', 'freeze billing works');
  const frozen = await eventually(async () => {
    const [shown] = await cardsOf(company, 'COLD-1');
    expect(shown?.fields['Waits for']).toMatch(/billing.*frozen.*<@U_SAM>.*works/);
    return shown;
  });
  expect(frozen?.buttons.map(({ label }) => label)).toEqual(['Cancel']);
  await company.say('U_SAM', 'unfreeze billing');
  await eventually(async () => {
    const [shown] = await cardsOf(company, 'COLD-1');
    expect(shown?.fields).toEqual(ready.fields);
  });
});

it('acts once with two bots on the same clicks', async () => {
  const secondBot = await company.startSecondBot();
  const card = await announced('CARD-9');
  await click(company, 'U_NORA', buttonOf(card, 'Good'));
  const ready = await untilCard(company, 'CARD-9', /not started/);
  await click(company, 'U_ANN', buttonOf(ready, 'Start'));
  const deploying = await untilCard(company, 'CARD-9', /on production/);
  await click(company, 'U_ANN', buttonOf(deploying, 'Roll back'));
  await company.slack.untilForm();
  await company.slack.submit('U_ANN', {
    reason: { reason: { type: 'plain_text_input', value: 'it burns' } },
  });
  await untilCard(company, 'CARD-9', /rolled back/);
  await untilStory(card, [/gave the good/, /has its turn/, /started/, /rolled back.*it burns/]);
  await company.temporal.client.workflow.getHandle('release:CARD-9').result();
  const told = (await messagesOf(company, shipping, 'U_ANN')).map(({ text }) => text);
  expect(told.filter((text) => text.includes('CARD-9'))).toEqual([]);
  await secondBot.stop();
});

it('posts nothing that Slack would not take', async () => {
  for (const { id } of await company.slack.channels()) {
    for (const { user, text, blocks } of await company.slack.messages(id)) {
      if (user === botUserId && blocks !== undefined) {
        expectPostable({ text: text ?? '', blocks: blocks as readonly object[] });
      }
    }
  }
});
