import { stringify } from 'node:querystring';
import { expect, it } from 'vitest';
import { wellFormed } from '../../slack/well-formed.ts';

it('what is sent is well-formed, and what is no text stays as it is', () => {
  const picture = Buffer.from('a picture');
  const sent = wellFormed({ text: 'done \ud83d', blocks: [{ text: '\ud83d' }], picture, none: undefined });
  expect(sent).toEqual({ text: 'done \ufffd', blocks: [{ text: '\ufffd' }], picture, none: undefined });
  expect(sent.picture).toBe(picture);
  expect(stringify({ text: sent.text })).toBe('text=done%20%EF%BF%BD');
});
