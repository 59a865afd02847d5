import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { statusLine } from '../../../cli/say/until-started.ts';

async function shown(columns: number | null, ...texts: readonly string[]): Promise<string> {
  const terminal = Object.assign(new PassThrough(), columns === null ? {} : { columns, isTTY: true });
  const show = statusLine(terminal as unknown as NodeJS.WriteStream);
  for (const one of texts) show(one, one);
  terminal.end('What is said next');
  return text(terminal);
}

it('writes over what it has shown on a terminal, cuts nothing, and leaves a line for what is said next', async () => {
  expect(await shown(11, 'PAY-1 is 2nd in line', 'PAY-1 is\n1st')).toBe(
    'PAY-1 is 2\nnd in line\n\u001B[2A\u001B[JPAY-1 is 1\nst\nWhat is said next',
  );
});

it('writes one line for each change elsewhere', async () => {
  expect(await shown(null, 'a\nb', 'a\nb', 'c')).toBe('a b\nc\nWhat is said next');
});
