import { describe, expect, it } from 'vitest';
import { ticketInMessage, ticketsUnder } from '../../bot/look-ups.ts';
import { isLivingPerson } from '../../slack/living-person.ts';
import { slackThat } from '../support/scripted-slack.ts';

const templates = ['https://tracker.example.com/browse/{key}'];
const key = '0123456789abcdef';
const buttons = (...tickets: readonly string[]) => ({
  block_id: `${key}:2.buttons`,
  elements: tickets.map((ticket) => ({
    type: 'button',
    action_id: 'command:accept',
    value: JSON.stringify({ ticket, release: key }),
  })),
});

describe('the ticket above a thread', () => {
  it.each<[string, object, string | null]>([
    [
      'a card with buttons',
      { text: '', blocks: [{ block_id: `card:${key}` }, buttons('PAY-1', 'PAY-1')] },
      'PAY-1',
    ],
    [
      'a card without buttons',
      {
        text: `<https://tracker.example.com/browse/PAY-1|PAY-1> is finished`,
        blocks: [{ block_id: `card:${key}` }],
      },
      'PAY-1',
    ],
    [
      'a card of several tickets that has ended',
      {
        text: '✅ <https://t/1|PAY-1>, <https://t/2|PAY-2> A title: finished',
        blocks: [
          {
            block_id: `card:${key}`,
            text: {
              text: '✅ *<https://t/1|PAY-1>, <https://t/2|PAY-2>* <https://t/1|A title> · *finished*',
            },
          },
        ],
      },
      'PAY-1',
    ],
    [
      'a card without a ticket that has ended',
      {
        text: '✅ REL-1 A title: finished',
        blocks: [{ block_id: `card:${key}`, text: { text: '✅ *REL-1* A title · *finished*' } }],
      },
      'REL-1',
    ],
    [
      'a direct message about one release',
      { text: '<https://elsewhere.example.com/x|PAY-2> waits', blocks: [{ block_id: `${key}:3:U_VERA` }] },
      'PAY-2',
    ],
    [
      'one whose tracker has no addresses',
      { text: 'PAY-2 waits for you: `accept PAY-2`', blocks: [{ block_id: `${key}:3:U_VERA` }] },
      'PAY-2',
    ],
    [
      'one of that kind that names two',
      { text: 'PAY-2 waits for acme/shop#12', blocks: [{ block_id: `${key}:3:U_VERA` }] },
      null,
    ],
    [
      'one that names another, with buttons for its own',
      {
        text: '<https://t/PAY-9|PAY-9> overtook',
        blocks: [{ block_id: `${key}:3:U_VERA` }, buttons('PAY-1')],
      },
      'PAY-1',
    ],
    [
      'one that names two',
      { text: '<https://t/1|PAY-1> <https://t/2|PAY-2>', blocks: [{ block_id: `${key}:3` }] },
      null,
    ],
    [
      'the answer to a question',
      { text: '<https://t/1|PAY-1>', blocks: [{ block_id: 'question:C1:1.0' }] },
      null,
    ],
    [
      'a message without buttons about a release of several tickets',
      {
        text: '<https://t/1|PAY-1>, <https://t/2|PAY-2>: Vera gave the good',
        blocks: [{ block_id: `${key}:5:U_VERA:${key}:3|about:PAY-1` }, { block_id: `${key}:5:U_VERA.1` }],
      },
      'PAY-1',
    ],
    [
      'a message about a release without a ticket',
      { text: 'REL-1 A title is finished', blocks: [{ block_id: `${key}:9:U_DAN|about:REL-1` }] },
      'REL-1',
    ],
    [
      'an answer that names another',
      {
        text: 'Done. <https://t/9|PAY-9> waits for it',
        blocks: [{ block_id: '3b241101-e2bb-4255-8caf-4136c566a962|about:acme/app#12' }],
      },
      'acme/app#12',
    ],
    [
      'a message that joins those about two releases',
      {
        text: '',
        blocks: [{ block_id: `${key}:9:U_DAN|about:REL-1` }, { block_id: `${key}:3:U_DAN|about:PAY-1` }],
      },
      null,
    ],
    ['what somebody wrote', { text: '<https://t/1|PAY-1>', blocks: [{ block_id: 'aBc' }] }, null],
    ['a message without blocks', { text: '<https://t/1|PAY-1>' }, null],
  ])('in %s', (_, message, ticket) => {
    expect(ticketInMessage(message, templates)).toBe(ticket);
  });

  it('is looked up once, and of its first message', async () => {
    const blocks = [{ block_id: `card:${key}` }, buttons('PAY-1')];
    const slack = await slackThat({
      'conversations.replies': () => ({ messages: [{ ts: '1.1', text: '', blocks }, { ts: '1.2' }] }),
    });
    const under = ticketsUnder(slack.client, () => Promise.resolve(templates));
    expect(await under('C1', '1.1')).toBe('PAY-1');
    expect(await under('C1', '1.1')).toBe('PAY-1');
    expect(slack.calls).toEqual(['conversations.replies']);
    expect(await under('C1', '1.2')).toBe(null);
  });

  it('is none where Slack does not show it', async () => {
    const slack = await slackThat({
      'conversations.replies': () => ({ ok: false, error: 'thread_not_found' }),
    });
    expect(await ticketsUnder(slack.client, () => Promise.resolve(templates))('C1', '1.1')).toBe(null);
  });
});

it.each<[string, object, boolean]>([
  ['U_ANN', { user: { id: 'U_ANN', is_bot: false } }, true],
  ['U_BOT', { user: { id: 'U_BOT', is_bot: true } }, false],
  ['U_GONE', { user: { id: 'U_GONE', deleted: true } }, false],
  ['USLACKBOT', { user: { id: 'USLACKBOT' } }, false],
  ['U_NOBODY', { ok: false, error: 'user_not_found' }, false],
])('%s (%j) can take over a release: %s', async (user, answer, able) => {
  const slack = await slackThat({ 'users.info': () => answer });
  expect(await isLivingPerson(slack.client, user)).toBe(able);
});
