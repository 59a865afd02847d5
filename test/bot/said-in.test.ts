import { expect, it } from 'vitest';
import { saidIn } from '../../bot/said-in.ts';

const textOf = (channel: string, text: string) =>
  saidIn({ ts: '1.000001', user: 'U_ANN', text }, channel, 'U0BOT')?.text.trim();

it.each([
  ['<@U0BOT> cancel PAY-1', 'cancel PAY-1'],
  ['*<@U0BOT>* cancel PAY-1', '* cancel PAY-1'],
  ['cancel PAY-1', 'cancel PAY-1'],
  ['cancel PAY-1 since <@U0BOT> said so', 'cancel PAY-1 since @U0BOT said so'],
  ['<@U0BOT> cancel PAY-1 a &amp;lt; b', 'cancel PAY-1 a &lt; b'],
])('hears %j directly as %j', (text, heard) => {
  expect(textOf('D0ANN', text)).toBe(heard);
});

it.each([
  ['Hi <@U0BOT|dobrobot>, cancel PAY-1', ', cancel PAY-1'],
  ['cancel PAY-1 <@U0BOT>', 'cancel PAY-1'],
  ['&lt;@U0BOT&gt; cancel PAY-1', undefined],
  ['<@U0BOTTOM> cancel PAY-1', undefined],
  ['cancel PAY-1', undefined],
])('hears %j in a channel as %j', (text, heard) => {
  expect(textOf('C0GENERAL', text)).toBe(heard);
});
