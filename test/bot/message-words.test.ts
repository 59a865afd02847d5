/** The text of a message, whichever program wrote it and whichever part holds it. */
import { expect, it } from 'vitest';
import { wordsOfMessage } from '../../bot/message-words.ts';

it('reads the markup of its text, with the labels of its links', () => {
  expect(wordsOfMessage({ text: 'a &amp; b <https://t.example.com/PAY-1|PAY-1 Refunds> <@U1>' })).toEqual([
    'a & b https://t.example.com/PAY-1 PAY-1 Refunds @U1',
  ]);
});

it('reads the attachments of a tracker', () => {
  const attachments = [
    {
      fallback: 'Dan resolved PAY-1',
      title: 'PAY-1 Refunds',
      title_link: 'https://t.example.com/PAY-1',
      thumb_url: 'https://t.example.com/PAY-9.png',
      fields: [{ title: 'Blocks', value: '<https://t.example.com/PAY-2>', short: true }],
      footer_icon: 'PAY-8',
    },
  ];
  expect(wordsOfMessage({ text: '', attachments })).toEqual([
    '',
    'Dan resolved PAY-1',
    'PAY-1 Refunds',
    'https://t.example.com/PAY-1',
    'Blocks',
    'https://t.example.com/PAY-2',
  ]);
});

it('reads blocks at any depth, but for what buttons carry', () => {
  const link = { type: 'link', url: 'https://t.example.com/PAY-3', text: 'the ticket' };
  const blocks = [
    {
      type: 'section',
      text: { type: 'mrkdwn', text: '*PAY-1*' },
      fields: [{ type: 'mrkdwn', text: 'PAY-2' }],
    },
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [link] }] },
    {
      type: 'actions',
      elements: [{ type: 'button', value: 'PAY-9', text: { text: 'Open' }, url: 'https://x' }],
    },
  ];
  expect(wordsOfMessage({ blocks })).toEqual([
    '*PAY-1*',
    'PAY-2',
    'https://t.example.com/PAY-3',
    'the ticket',
    'Open',
    'https://x',
  ]);
});

it('reads what no message has as nothing', () => {
  expect(wordsOfMessage({ text: 5, blocks: 'PAY-1', attachments: [null, 7] })).toEqual([]);
});
