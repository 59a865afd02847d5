/** Texts that nobody would write, and texts that are almost commands. */
import fc from 'fast-check';

const words = [
  ...[
    'dobro',
    'accept',
    'reject',
    'here',
    'dep start',
    'dep finish',
    'handover',
    'override',
    'hotfix',
    'freeze',
    'unfreeze',
  ],
  ...[
    'unlock',
    'queue',
    'status',
    'log',
    'blame',
    'incident',
    'stats',
    'help',
    'cancel',
    'прими',
    'заморозь',
    'очередь',
  ],
  ...[
    'PAY-1',
    '#pay-1',
    '4711',
    'owner/repo#12',
    'REL-1',
    'https://tracker.example.com/browse/PAY-1',
    '<https://x.example|PAY-1>',
  ],
  ...[
    'billing',
    'db,web',
    'all',
    'for 2h',
    'until 18:00',
    'until mon 18:00 UTC',
    'since today',
    '40m ago',
    '2026-02-30',
    '24:61',
  ],
  ...[
    '@U_ANN',
    '<@U0BOT>',
    '<!channel>',
    '<#C1|x>',
    '"',
    '“',
    '```',
    '`',
    '~',
    '>',
    '*',
    '\n',
    '\r\n',
    '-',
    '—',
    '\u202e',
    '\u200b',
    '\0',
    '\ud83d',
  ],
  ...[
    '__proto__',
    'constructor',
    '999999999999999999d',
    '-1h',
    '0s',
    'components:',
    'components:a,,b',
    'no_need_admin',
    '{{x}}',
    '../..',
  ],
];

const part = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...words) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
  // Long repetitions, because they may make a regular expression slow.
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...words), fc.integer({ min: 2, max: 200 }))
      .map(([word, times]) => word.repeat(times)),
  },
);

export const anyText: fc.Arbitrary<string> = fc
  .array(fc.tuple(part, fc.constantFrom(' ', ' ', '', ', ', '\n')), { maxLength: 12 })
  .map((parts) => parts.flat().join(''));
