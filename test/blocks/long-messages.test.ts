/** Texts that are too long for Slack are split or shortened. */
import { expect, it } from 'vitest';
import { limits } from '../../blocks/limits.ts';
import { splitText, textMessage } from '../../blocks/message.ts';
import { truncated } from '../../blocks/truncated.ts';
import { textsIn } from '../../texts/index.ts';
import { expectPostable } from '../support/slack-limits.ts';

const texts = textsIn('en');
const lines = (count: number): string =>
  Array.from({ length: count }, (_, n) => `line ${n} of <https://t.example.com/PAY-${n}|PAY-${n}>`).join(
    '\n',
  );

it('says a long text in parts, none of it left out and nothing cut in two', () => {
  const text = lines(400);
  const parts = splitText(text, texts, null);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.join('')).toBe(text);
  for (const part of parts) expectPostable(textMessage('id', part, null, texts));
});

it('cuts off what is too long for three messages, and tells where all of it is', () => {
  const page = new URL('https://dobrobot.example.com/');
  const parts = splitText(lines(5000), texts, page);
  expect(parts).toHaveLength(3);
  expect(parts[2]).toMatch(/PAY-\d+>\n… The rest .*<https:\/\/dobrobot\.example\.com\/\|The page>/);
  expect(splitText(lines(5000), texts, null)[2]).toMatch(/Ask for one component/);
  for (const part of parts) expectPostable(textMessage('id', part, null, texts));
});

it('keeps the beginning and the buttons of what is shortened', () => {
  const target = { ticket: 'PAY-1', release: 'key', finding: 1 };
  const message = textMessage('id', lines(300), { target, steps: ['accept'] }, texts);
  const short = truncated(message, 1000);
  expect(JSON.stringify(short.blocks).length).toBeLessThan(3000);
  expect(short.blocks[0]).toMatchObject({ block_id: 'id', type: 'section' });
  expect(JSON.stringify(short.blocks[0])).toContain('line 0 of');
  expect(short.blocks.at(-1)?.type).toBe('actions');
  expect(short.text.length).toBeLessThanOrEqual(1000);
  expect(limits.message).toBeLessThan(12_000);
});
