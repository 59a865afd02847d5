import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, loadSettings } from '../../config/load-settings.ts';
import { lockSettingsOf } from '../../config/lock-settings.ts';
import type { Settings } from '../../domain/settings.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let file: string;
beforeAll(async () => {
  file = join(await temporaryFolder(), 'dobrobot.yaml');
});

/** Ten lines; the freezes start at line 11. */
const company = `timezone: Europe/Berlin
slack: { releaseChannel: releases }
people: { approvers: [U_VERA], admins: [S_ADMINS] }
tickets: { tracker: file, file: t.yaml, linkTemplate: "https://t.example.com/{key}" }
components:
  db: { critical: true }
  billing: { critical: true, dependsOn: [db] }
  ios-app: {}

freezes:
`;
const load = async (freezes: string): Promise<Settings> => {
  await writeFile(file, `${company}${freezes}`);
  return loadSettings(file);
};
const mistakesIn = async (freezes: string): Promise<string[]> => {
  const error: unknown = await load(freezes).catch((reason: unknown) => reason);
  if (!(error instanceof ConfigError)) throw new Error('it was accepted');
  return error.message.split('\n').map((line) => line.replace(`${file}:`, ''));
};

const weekend = {
  components: '[billing]',
  start: '2026-01-02T16:00',
  rule: 'FREQ=WEEKLY;BYDAY=FR',
  for: '64h',
  reason: 'no releases over the weekend',
};
const written = (over: Partial<typeof weekend>): string =>
  `  - { ${Object.entries({ ...weekend, ...over })
    .map(([key, text]) => `${key}: ${text}`)
    .join(', ')} }\n`;

describe('recurring freezes', () => {
  it('are none by default', async () => {
    expect((await load('')).freezes).toEqual([]);
    expect((await load('  # later\n')).freezes).toEqual([]);
  });

  it('name their components, or all that are critical', async () => {
    const { freezes } = await load(written({}) + written({ components: 'all', for: '1h' }));
    expect(freezes).toEqual([
      {
        components: ['billing'],
        start: '2026-01-02T16:00',
        rule: 'FREQ=WEEKLY;BYDAY=FR',
        forMs: 64 * 3_600_000,
        reason: 'no releases over the weekend',
      },
      expect.objectContaining({ components: ['db', 'billing'], forMs: 3_600_000 }),
    ]);
  });

  it.each([
    'FREQ=DAILY',
    'FREQ=DAILY;INTERVAL=1;UNTIL=20271231',
    'FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,FR',
    'FREQ=MONTHLY;BYDAY=-1FR,+2MO',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'FREQ=MONTHLY;BYMONTHDAY=31,-1;COUNT=12',
    'FREQ=YEARLY;BYMONTH=12,1;BYMONTHDAY=24',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=YEARLY;BYWEEKNO=52;BYDAY=MO',
    'FREQ=YEARLY;BYYEARDAY=-1',
  ])('may come by %s', async (rule) => {
    expect((await load(written({ rule: `"${rule}"`, for: '2h' }))).freezes[0]?.rule).toBe(rule);
  });

  it('have a version for each component, which changes with what concerns it', async () => {
    const versions = async (freezes: string) => {
      const settings = await load(freezes);
      return ['billing', 'db'].map((component) => lockSettingsOf(settings, component, [], 0).version);
    };
    const [billing, db] = await versions(written({}));
    expect(billing).not.toBe(db);
    expect(await versions('')).toEqual([db, db]);
    expect(await versions(written({ reason: 'another' }))).toEqual([
      expect.not.stringMatching(`${billing}`),
      db,
    ]);
    expect(await versions(written({}))).toEqual([billing, db]);
  });

  it.each([
    [{ components: '[bill]' }, 'components[0]: there is no component "bill"; known: billing, db, ios-app'],
    [
      { components: '[db, ios-app]' },
      'components[1]: ios-app is not critical: it has no lock, so nothing of it can be frozen',
    ],
    [{ components: '[]' }, 'components: must name at least one component'],
    [{ components: 'db' }, 'components: must be all, or a list of critical components, not "db"'],
    [{ start: '16:00' }, 'start: must be a local date and time such as 2026-01-02T16:00, not "16:00"'],
    [
      { start: '2026-02-30T16:00' },
      'start: must be a local date and time such as 2026-01-02T16:00, not "2026-02-30T16:00"',
    ],
    [{ for: '1y' }, 'for: must be a duration such as 15m, 2h or 3d, above zero, not "1y"'],
    [{ reason: '" "' }, 'reason: must be the words that people read why, at most 3000 characters, not " "'],
    [{ rule: '' }, 'rule: is empty; it must be an iCalendar rule such as FREQ=WEEKLY;BYDAY=FR'],
    [
      { rule: 'fridays' },
      'rule: must be an iCalendar rule such as FREQ=WEEKLY;BYDAY=FR; "fridays" is no part of one (FREQ, INTERVAL, COUNT, UNTIL, WKST, BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY, BYSETPOS)',
    ],
    [{ rule: 'FREQ=DAILY;BYHOUR=3' }, /rule: .*"BYHOUR=3" is no part of one/],
    [{ rule: 'FREQ=WEEKLY BYDAY=FR' }, /rule: must have one of FREQ=DAILY, FREQ=WEEKLY/],
    [{ rule: 'FREQ=HOURLY' }, 'rule: must have one of FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY, FREQ=YEARLY'],
    [{ rule: 'FREQ=SECONDLY' }, /rule: must have one of/],
    [{ rule: 'BYDAY=FR' }, /rule: must have one of/],
    [
      { rule: 'FREQ=WEEKLY;UNTIL=20261231T120000Z' },
      'rule: has UNTIL=20261231T120000Z; it must be the last day, such as UNTIL=20261231',
    ],
    [{ rule: 'FREQ=WEEKLY;UNTIL=20261399' }, /rule: cannot be understood: /],
    [{ rule: '"FREQ=WEEKLY;BYDAY=FR,XX"' }, 'rule: cannot be understood: Invalid BYDAY value: XX'],
    [{ rule: 'FREQ=YEARLY;BYMONTH=13' }, 'rule: has BYMONTH=13, which cannot be understood'],
    [{ rule: 'FREQ=WEEKLY;INTERVAL=0' }, /rule: cannot be understood: /],
    [{ rule: 'FREQ=WEEKLY;FREQ=DAILY' }, 'rule: has FREQ=WEEKLY, which cannot be understood'],
    [{ rule: 'FREQ=WEEKLY;COUNT=0' }, 'rule: has COUNT=0, so it never comes'],
    [{ rule: 'FREQ=WEEKLY;BYMONTHDAY=3' }, /rule: cannot be understood: BYMONTHDAY/],
    [{ rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, /rule: .*(cannot be worked out|there is no day)/],
    [
      { rule: 'FREQ=WEEKLY;UNTIL=20251231' },
      'rule: there is no day from `start` on to which the rule applies',
    ],
    [
      { for: '8d' },
      'rule: each must have ended before the next one begins; a shorter `for`, or a rule that comes less often',
    ],
    [{ rule: 'FREQ=YEARLY;INTERVAL=99999' }, /rule: the rule cannot be worked out: /],
  ])('are refused with the line: %j', async (over, message) => {
    const [mistake, ...more] = await mistakesIn(written({ for: '1h' }) + written(over));
    expect(more).toEqual([]);
    if (typeof message === 'string') expect(mistake).toBe(`12: freezes[1].${message}`);
    else expect(mistake).toMatch(new RegExp(`^12: freezes\\[1\\]\\.${message.source}`));
  });

  it('are refused where a lock would not take so many', async () => {
    const all = written({}).repeat(151);
    expect(await mistakesIn(all)).toEqual([
      expect.stringMatching(/^161: freezes\[150\]: \w+ has 151 recurring freezes, and 150 are the most/),
    ]);
  });

  it('are refused with all that is wrong at once', async () => {
    expect(await mistakesIn('  - { components: [x], rule: FREQ=DAILY, every: day }\n  - 3\n')).toEqual([
      expect.stringMatching(/^11: freezes\[0\]\.start: is missing/),
      expect.stringMatching(/^11: freezes\[0\]\.for: is missing/),
      expect.stringMatching(/^11: freezes\[0\]\.reason: is missing/),
      expect.stringMatching(/^11: freezes\[0\]\.every: unknown key/),
      expect.stringMatching(/^11: freezes\[0\]\.components\[0\]: there is no component "x"/),
      '12: freezes[1]: must be a mapping, not the number 3',
    ]);
  });
});
