import { expect, it } from 'vitest';
import { code, link, mention, plain } from '../../texts/mrkdwn.ts';
import { plainText } from '../../texts/plain-text.ts';

it.each([
  ['*Done.* `dep start PAY-1`', 'Done. `dep start PAY-1`'],
  [`${mention('U_ANN')} and ${mention('S_OPS')}`, '@U_ANN and @S_OPS'],
  [link('https://t.example.com/PAY-1', 'PAY-1'), 'PAY-1'],
  ['<https://t.example.com/a?b=1>', 'https://t.example.com/a?b=1'],
  ['until <!date^1767225600^{time}|12:00 UTC>', 'until 12:00 UTC'],
  ['<!here> :warning: look', '@here look'],
  ['_now_ (*or* never)', 'now (or never)'],
  ['a_b_c 2*3*4 10:30:15', 'a_b_c 2*3*4 10:30:15'],
])('%s reads %s', (markup, text) => {
  expect(plainText(markup)).toBe(text);
});

it('leaves what people wrote as they wrote it', () => {
  const written = 'a <b> & <https://x|y> &lt;';
  expect(plainText(plain(written))).toBe(written);
  expect(plainText(code('<c>'))).toBe('`<c>`');
});

it('leaves out what would steer a terminal, or turn what follows the other way', () => {
  const written = 'a\u001b[31m b\u001b]0;c\u0007\u009bd \u202ee\u2066 👩‍💻\u007f\r\nf\rg\th';
  expect(plainText(plain(written))).toBe('a[31m b]0;cd e 👩‍💻\nf\ng\th');
});
