/** Which sentences are commands, and which only mention one. Each row stands for a whole kind. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../bot/lines.ts';
import { changes } from '../../domain/command/command.ts';
import { parseCommand } from '../../domain/command/parse-command.ts';
import { utterancesOf } from '../../domain/command/utterance.ts';

const linkTemplates = ['https://tracker.example.com/browse/{key}'];
const components = ['web', 'billing'];
const read = (text: string) => parseCommand(text, { linkTemplates, components, slash: false, sure: true });

/** `@bot` mentions the bot. A leading question mark marks what needs a confirmation. */
function heard(text: string, direct: boolean): readonly string[] {
  const lines = linesOf(text.replaceAll('@bot', '<@U0BOT>'), 'U0BOT');
  return utterancesOf(lines, direct, read, components).map(
    ({ text: words, manner }) => `${manner === 'said' ? '' : '? '}${words.replace(/\s+/g, ' ').trim()}`,
  );
}

describe('in a channel', () => {
  it.each<[string, readonly string[]]>([
    ['@bot accept H-1', ['accept H-1']],
    ['*@bot* accept H-1', ['* accept H-1']],
    ['@bot: accept H-1', [': accept H-1']],
    ['@bot @bot accept H-1', ['accept H-1']],
    ['Hi @bot, *@bot* @bot: accept H-1', [': accept H-1']],
    ['@bot @bot', ['']],
    ['Do not @bot @bot accept H-6', ['? accept H-6']],
    ['  @bot accept H-1', ['accept H-1']],
    ['- @bot accept H-1', ['accept H-1']],
    ['1. @bot accept H-1', ['accept H-1']],
    ['Hi @bot, accept H-1', [', accept H-1']],
    ['please @bot accept H-1', ['accept H-1']],
    ['Привет, @bot! принять H-1', ['! принять H-1']],
    ['пожалуйста @bot принять H-1', ['принять H-1']],
    [':wave: @bot accept H-1', ['accept H-1']],
    ['@bot', ['']],
    ['@bot accept H-1\nbecause it is fine', ['accept H-1 because it is fine']],
    ['@bot reject H-7 no plan\n@bot accept H-8', ['reject H-7 no plan', 'accept H-8']],
    ['@bot reject H-7 no plan\n\n  hi @bot accept H-8', ['reject H-7 no plan', 'accept H-8']],
    ['Look at this\n@bot accept H-8', ['accept H-8']],
    ['@bot\naccept H-1', ['accept H-1']],
    ['@bot reject H-1 fails with ```a stack```', ['reject H-1 fails with ```a stack```']],
    ['@bot reject H-1 says:\n&gt; no way', ['reject H-1 says: > no way']],
    ['@bot accept ~H-6~ H-7', ['accept H-7']],
    ['@bot `accept H-1`', ['`accept H-1`']],
    ['@bot `dep start` H-1', ['`dep start` H-1']],
    ['@bot "dep start" H-1', ['"dep start" H-1']],
    ['@bot “dep finish”: H-1', ['“dep finish”: H-1']],
    ['@bot "dep start" H-1, please!', ['"dep start" H-1, please!']],
    ['@bot "dep start" H-1 is what he wrote', ['? "dep start" H-1 is what he wrote']],
    ['@bot ~accept H-6~ queue', ['queue']],
    ['@bot ~accept H-6~ accept H-7', ['accept H-7']],
    ['@bot ~accept~ reject H-7 no plan', ['reject H-7 no plan']],

    ['Should I @bot unlock web or rather wait for W-1?', ['? unlock web or rather wait for W-1?']],
    ['We must never @bot freeze all again', ['? freeze all again']],
    ['Do not @bot accept H-6', ['? accept H-6']],
    ['&gt; @bot accept H-4', ['? accept H-4']],
    ['> @bot accept H-4', ['? accept H-4']],
    ['&gt;&gt;&gt; look\n@bot accept H-4', ['? accept H-4']],
    ['&gt; Ann said\n&gt; @bot accept H-4', ['? accept H-4']],
    ['```@bot accept H-4```', ['? accept H-4']],
    ['```\n@bot accept H-4\n```', ['? accept H-4']],
    ['```\n@bot accept H-4', ['? accept H-4']],
    ['`@bot accept H-4`', ['? accept H-4']],
    ['~@bot accept H-4~', ['? accept H-4']],
    ['@bot ~accept H-4~', ['? accept H-4']],
    ['@bot ```accept H-4```', ['? accept H-4']],
    ['"@bot accept H-4" is what he wrote', ['? accept H-4" is what he wrote']],
    ['«@bot принять H-4» написал он', ['? принять H-4» написал он']],
    ['(@bot accept H-4)', ['? accept H-4)']],
    ['// @bot accept H-4', ['? accept H-4']],
    ['# @bot accept H-4', ['? accept H-4']],
    ['🚫 @bot accept H-4', ['? accept H-4']],
    ['hi, ❌ @bot accept H-4', ['? accept H-4']],
    [':no_entry_sign: @bot accept H-4', ['? accept H-4']],
    ['<@U_ANN> @bot accept H-4', ['? accept H-4']],
    ['Не надо @bot принять H-4', ['? принять H-4']],
    ['Может @bot заморозить все на 2ч работы?', ['? заморозить все на 2ч работы?']],
    ['accept H-4 @bot', ['? accept H-4']],
    ['accept H-4, @bot please', ['? accept H-4,']],
    ['accept H-4 @bot, thanks!', ['? accept H-4']],
    ['accept H-4 @bot :pray:', ['? accept H-4']],
    ['accept H-4 @bot please, @bot', ['? accept H-4']],
    ["what's in the queue @bot? thanks", ["? what's in the queue"]],
    ['who holds web @bot? we need it soon', ['? who holds web']],
    ['why is @bot silent?', ['? silent?']],
    ['stats by @bot are cool', ['? are cool']],
    ['прими H-4 @bot пожалуйста', ['? прими H-4']],
    ['accept H-3 @bot or reject H-4 no plan', ['? or reject H-4 no plan']],
    ['ok @bot will tell us', ['? will tell us']],
    ['Look at this, @bot please', ['? Look at this,']],
    ['@bot ~accept H-4~ please', ['? accept H-4~ please']],
    ['Ann, @bot ~accept H-4~ queue', ['? queue']],
    ['@bot accept H-1 @bot accept H-2', ['accept H-1', '? accept H-2']],
    ['@bot handover H-1 to @bot', ['handover H-1 to @U0BOT']],
    ['@bot reject H-1 as @bot said', ['reject H-1 as @U0BOT said']],
    [
      '@bot reject H-7 no plan\nwe should @bot accept H-8',
      ['reject H-7 no plan we should @U0BOT accept H-8', '? accept H-8'],
    ],
    ['@bot reject H-7 no plan\naccept H-8', ['reject H-7 no plan accept H-8', '? accept H-8']],
    ['what is in the @bot queue?', ['? queue?']],
    ['@bot\n&gt; accept H-4', ['', '? accept H-4']],
    ['@bot\n```\naccept H-4\n```', ['', '? accept H-4']],
    ['@bot hi ```accept H-4```', ['? hi ```accept H-4']],
    ['@bot please\n&gt; freeze all it burns', ['please', '? freeze all it burns']],
    ['@bot H-4\n&gt; accept', ['H-4']],
    ['@bot reject H-1 says ```\naccept H-4\n```', ['reject H-1 says ``` accept H-4 ```', '? accept H-4']],
    ["'@bot accept H-4' is what he wrote", ["? accept H-4' is what he wrote"]],
    ['＂@bot accept H-4＂', ['? accept H-4＂']],
    ['@bot "accept H-4" is what he wrote', ['? "accept H-4" is what he wrote']],
    ['@bot "accept H-4"', ['"accept H-4"']],
    ['@bot "dep start H-4" is what he wrote', ['? "dep start H-4" is what he wrote']],
    ['\u200b&gt; @bot accept H-4', ['? accept H-4']],
    ...[
      ...['🤔', ':question:', '❓', '?', '🙅', ':no_good:', ':stop_sign:', '✖️', '✗', '×', '🖕'],
      ...['--', '<!--', '$'],
    ].map((sign): [string, readonly string[]] => [`${sign} @bot accept H-4`, ['? accept H-4']]),
    ['She said "well,\n@bot accept H-4\nor not"', ['? accept H-4']],
    ['«Ну что,\n@bot принять H-4\nили нет»', ['? принять H-4']],
    ['He said "ok".\n@bot accept H-4', ['accept H-4']],
    ['it\'s on a 5" screen, the 7" one is late\n@bot accept H-4', ['accept H-4']],
    ['the 7" one is late\n@bot accept H-4', ['accept H-4']],
    ['Er schrieb „nein“.\n@bot accept H-4', ['accept H-4']],
    ['Er schrieb: „nein,\n@bot accept H-4', ['? accept H-4']],
    ['thanks @bot', ['thanks']],
    ['Привет, @bot!', ['Привет, !']],
    ['👍 @bot', ['']],
    ['nobody is spoken to', []],
  ])('%j', (text, utterances) => {
    expect([...heard(text, false)].sort()).toEqual([...utterances].sort());
  });
});

describe('in a direct message', () => {
  it.each<[string, readonly string[]]>([
    ['@bot @bot accept H-1', ['accept H-1']],
    ['accept H-1', ['accept H-1']],
    ['@bot accept H-1', ['accept H-1']],
    ['hi @bot accept H-1', ['accept H-1']],
    ['*accept* H-1', ['*accept* H-1']],
    ['"accept" H-1', ['"accept" H-1']],
    ['"dep start" H-1', ['"dep start" H-1']],
    ['“dep finish” H-1', ['“dep finish” H-1']],
    ['"dep start" H-1, thanks', ['"dep start" H-1, thanks']],
    ['"dep start" H-1 he said', ['? "dep start" H-1 he said']],
    ['~accept H-1~ accept H-2', ['accept H-2']],
    ['reject H-7 no plan\naccept H-8', ['reject H-7 no plan', 'accept H-8']],
    ['reject H-7 no plan\nwhy is H-7 so big', ['reject H-7 no plan why is H-7 so big']],
    ['reject H-7 no plan\nat all', ['reject H-7 no plan at all']],
    ...['prod is unstable', 'who knows', 'log empty', 'queue is long', 'stats wrong', 'очередь длинная'].map(
      (line): [string, readonly string[]] => [`reject H-7 because\n${line}`, [`reject H-7 because ${line}`]],
    ),
    ['freeze web for 2h\nprod migration', ['freeze web for 2h prod migration']],
    ...['prod web', 'queue bilingg', 'log H-7', 'log since 2h', 'who', '@bot queue attic'].map(
      (line): [string, readonly string[]] => [
        `reject H-7 no plan\n${line}`,
        ['reject H-7 no plan', line.replace('@bot ', '')],
      ],
    ),
    ['reject H-7 the 7" one is late\naccept H-8', ['reject H-7 the 7" one is late', 'accept H-8']],
    ['reject H-7 er schrieb „nein“\naccept H-8', ['reject H-7 er schrieb „nein“', 'accept H-8']],
    ['reject H-7 no plan\naccept', ['reject H-7 no plan accept']],
    ['accept H-1\n\naccept H-2\nqueue', ['accept H-1', 'accept H-2', 'queue']],
    ['cancel H-1 since @bot said so', ['cancel H-1 since @U0BOT said so']],
    ['Should I accept H-1?', ['Should I accept H-1?']],
    ['@bot', ['']],

    ['Hi!\naccept H-1', ['accept H-1']],
    ['Look at this:\naccept H-1\nthanks', ['accept H-1 thanks']],
    ['Hi!\nthanks', ['Hi! thanks']],

    ['&gt; accept H-2', ['? accept H-2']],
    ['&gt; accept H-2\nis that right?', ['? accept H-2', 'is that right?']],
    ['```accept H-2```', ['? accept H-2']],
    ['~accept H-2~', ['? accept H-2']],
    ['"accept H-2" is what he wrote', ['? "accept H-2" is what he wrote']],
    ['&gt; just a quote', ['']],
    ['```\na log\n```', ['']],
    ['~never mind~', ['']],
    ['hi @bot', ['hi']],
    ['Ann said: "hello\naccept H-2\nbye"', ['Ann said: "hello', '? accept H-2']],
    [
      'reject H-7 he wrote "please\naccept H-2\nnow"',
      ['reject H-7 he wrote "please accept H-2 now"', '? accept H-2'],
    ],
    ['reject H-7 he wrote:\n“\naccept H-2\n”', ['reject H-7 he wrote: “ accept H-2 ”', '? accept H-2']],
    ['reject H-7 «нет,\naccept H-2', ['reject H-7 «нет, accept H-2', '? accept H-2']],
    ['"dep start\nH-1"', ['H-1"']],
    ['```\nfreeze all it burns\n```\nwhat is this?', ['? freeze all it burns', 'what is this?']],
    ['hello\n&gt; accept H-2', ['hello', '? accept H-2']],
    ['hello\n"accept H-2" said Ann', ['hello', '? "accept H-2" said Ann']],
    ["'accept H-2' is what he wrote", ["? 'accept H-2' is what he wrote"]],
    ['dobro "New prices\naccept H-2" components:web', ['dobro "New prices accept H-2" components:web']],
  ])('%j', (text, utterances) => {
    expect([...heard(text, true)].sort()).toEqual([...utterances].sort());
  });
});

it('carries out no command in a quote or a block of code, whatever stands around it', () => {
  const around = fc.constantFrom(
    '',
    'hi',
    'please',
    'thanks!',
    '👍',
    'look',
    'H-1',
    '@bot',
    '```\n```',
    '&gt;',
    '1.',
  );
  const command = fc.constantFrom(
    'accept H-1',
    'freeze all it burns',
    'accept',
    'H-1 done',
    'hi, cancel H-1',
  );
  const quoted = fc.constantFrom<(text: string) => string>(
    (text) => `&gt; ${text}`,
    (text) => `&gt;${text}\n&gt; or not`,
    (text) => `\`\`\`\n${text}\n\`\`\``,
    (text) => `\`\`\`${text}\`\`\``,
    (text) => `\`\`\`\nlog\n${text}`,
    (text) => `&gt;&gt;&gt; so\n${text}`,
  );
  fc.assert(
    fc.property(
      around,
      command,
      quoted,
      fc.boolean(),
      fc.boolean(),
      (start, words, quote, direct, mention) => {
        const text = `${mention ? '@bot ' : ''}${start}\n${quote(words)}`;
        const lines = linesOf(text.replaceAll('@bot', '<@U0BOT>'), 'U0BOT');
        for (const one of utterancesOf(lines, direct, read, components)) {
          const parsed = read(one.text);
          expect(one.manner === 'said' && parsed.ok && changes(parsed.command), text).toBe(false);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

it('changes nothing, however it is wrapped, unless a command begins its line', () => {
  const before = fc.constantFrom(
    'We never ',
    'should I ',
    '&gt; ',
    '> ',
    '```',
    '``` ',
    '~',
    '`',
    '"',
    '«',
    '(',
    'do not ',
    'не надо ',
    '<@U_ANN> ',
    'x',
    '&gt;&gt;&gt; a\n',
    '```\n',
    'so ',
    'и ',
  );
  const command = fc.constantFrom(
    'accept H-1',
    'freeze all it burns',
    'unlock web now or never',
    'принять H-1',
    'cancel H-1',
    'go H-1',
    'H-1 done',
    '👍 H-1',
  );
  const after = fc.constantFrom('', '```', '~', '`', '"', '»', ')', '\nmore', '\n```', '?');
  fc.assert(
    fc.property(before, command, after, fc.constantFrom('', ' ', '\n'), (start, words, end, gap) => {
      const text = `${start}@bot ${words}${end}`;
      const said = utterancesOf(
        linesOf(`${gap === '\n' ? 'Look:\n' : gap}${text}`.replaceAll('@bot', '<@U0BOT>'), 'U0BOT'),
        false,
        read,
        components,
      );
      for (const one of said.filter(({ manner }) => manner === 'said')) {
        const parsed = read(one.text);
        expect(parsed.ok && changes(parsed.command), text).toBe(false);
      }
    }),
    { numRuns: 2000 },
  );
});
