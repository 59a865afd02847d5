/** A message may have thousands of lines, and one process reads the messages of the whole company. */
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../domain/command/parse-command.ts';
import { utterancesOf } from '../../../domain/command/utterance.ts';
import type { Line } from '../../../domain/command/utterance.ts';

const rows = 2000;
const grammar = { linkTemplates: [], slash: false, sure: true };
const mention = { text: '@U0BOT', kind: 'said', mention: true } as const;

/** How often each line's text is read, and how often it is parsed as a command, on average per line. */
function effort(text: string, direct: boolean): { readonly looks: number; readonly read: number } {
  let looks = 0;
  let read = 0;
  const piece = {
    kind: 'said',
    mention: false,
    get text() {
      looks += 1;
      return text;
    },
  } as const;
  const lines: readonly Line[] = [[mention, piece], ...Array<Line>(rows).fill([piece])];
  const count = (words: string) => {
    read += words.length;
    return parseCommand(words, grammar);
  };
  utterancesOf(lines, direct, count, []);
  return { looks: looks / rows, read: read / rows / text.length };
}

describe.each([true, false])('of a message, directly: %s,', (direct) => {
  it.each(['hello', 'hi', 'a', 'because of this', '"quoted', '„quoted', '> accept PAY-1', 'dobro "text'])(
    'a line such as %s is read a few times, however many there are',
    (line) => {
      const { looks, read } = effort(line, direct);
      expect(looks).toBeLessThan(30);
      expect(read).toBeLessThan(5);
    },
  );
});
