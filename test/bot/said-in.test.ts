import { expect, it } from 'vitest';
import { changedIn, heardIn } from '../../bot/said-in.ts';
import type { SlackMessage } from '../../bot/said-in.ts';
import { saidTo } from './said-to.ts';

it.each([
  ['<@U0BOT> cancel PAY-1', 'cancel PAY-1'],
  ['*<@U0BOT>* cancel PAY-1', '* cancel PAY-1'],
  ['cancel PAY-1', 'cancel PAY-1'],
  ['cancel PAY-1 since <@U0BOT> said so', 'cancel PAY-1 since @U0BOT said so'],
  ['<@U0BOT> cancel PAY-1 a &amp;lt; b', 'cancel PAY-1 a &lt; b'],
])('hears %j directly as %j', (text, heard) => {
  expect(saidTo('D0ANN', text)?.trim()).toBe(heard);
});

it.each([
  ['Hi <@U0BOT|dobrobot>, cancel PAY-1', ', cancel PAY-1'],
  ['cancel PAY-1 <@U0BOT>', 'cancel PAY-1'],
  ['&lt;@U0BOT&gt; cancel PAY-1', undefined],
  ['<@U0BOTTOM> cancel PAY-1', undefined],
  ['cancel PAY-1', undefined],
])('hears %j in a channel as %j', (text, heard) => {
  expect(saidTo('C0GENERAL', text)?.trim()).toBe(heard);
});

const message = (over: Partial<SlackMessage>): SlackMessage => ({
  ts: '1.000001',
  user: 'U_ANN',
  text: '<@U0BOT> accept PAY-1',
  ...over,
});

it('knows a message that was changed, and when', () => {
  const heard = heardIn(message({ edited: { ts: '2.000002' } }), 'C1', 'U0BOT');
  expect(heard).toMatchObject({ edited: true, commandId: 'C1:1.000001:edited-2.000002' });
  expect(heardIn(message({}), 'C1', 'U0BOT')).toMatchObject({ edited: false, commandId: 'C1:1.000001' });
});

it.each([
  ['C1', {}, 'C1:1.000001'],
  ['C1', { thread_ts: '0.5' }, 'C1:0.5'],
  ['D1', {}, 'D1'],
  ['D1', { thread_ts: '1.000001' }, 'D1'],
  ['D1', { thread_ts: '0.5' }, 'D1:0.5'],
])('answers what is said in %s with %j at %s', (channel, over, replyTo) => {
  expect(heardIn(message(over), channel, 'U0BOT')).toMatchObject({ replyTo });
});

it('takes the preview of a link for no change', () => {
  const edited = { ts: '2.000002' };
  const changed = (now: SlackMessage, before: string) => changedIn(now, before, 'C1', 'U0BOT');
  expect(changed(message({}), '<@U0BOT> accept PAY-2')).toBe(null);
  expect(changed(message({ edited }), '<@U0BOT> accept PAY-1')).toBe(null);
  expect(changed(message({ edited }), '<@U0BOT> accept PAY-2')).toMatchObject({ edited: true });
});

it('knows which app wrote a message, and never hears itself', () => {
  const app = { bot_id: 'B_CI', app_id: 'A_CI', subtype: 'bot_message', user: undefined };
  expect(heardIn(message(app), 'C1', 'U0BOT')).toMatchObject({ app: 'A_CI', actor: '' });
  expect(heardIn(message({ bot_id: 'B_OWN', user: 'U0BOT' }), 'C1', 'U0BOT')).toBe(null);
  expect(heardIn(message({ subtype: 'message_deleted' }), 'C1', 'U0BOT')).toBe(null);
});
