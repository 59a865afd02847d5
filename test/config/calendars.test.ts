import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, loadSettings } from '../../config/load-settings.ts';
import { lockSettingsOf } from '../../config/lock-settings.ts';
import type { CalendarEvent } from '../../domain/calendar/read-calendar.ts';
import type { Settings } from '../../domain/settings.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let file: string;
beforeAll(async () => {
  file = join(await temporaryFolder(), 'dobrobot.yaml');
});

/** Eight lines; the calendars start at line 9. */
const company = `slack: { releaseChannel: releases }
people: { approvers: [U_VERA], admins: [S_ADMINS] }
tickets: { tracker: file, file: t.yaml, linkTemplate: "https://t.example.com/{key}" }
components:
  db: { critical: true }
  billing: { critical: true }
  ios-app: {}
calendars:
`;
const load = async (calendars: string): Promise<Settings> => {
  await writeFile(file, `${company}${calendars}`);
  return loadSettings(file);
};
const mistakesIn = async (calendars: string): Promise<string[]> => {
  const error: unknown = await load(calendars).catch((reason: unknown) => reason);
  if (!(error instanceof ConfigError)) throw new Error('it was accepted');
  return error.message.split('\n').map((line) => line.replace(`${file}:`, ''));
};

const url = 'https://calendar.example.com/net.ics';
const net = (over: string, components = "{ DC-1: [db], '*': all }"): string =>
  `  - { name: network works, ${over}, components: ${components} }\n`;

describe('calendars', () => {
  it('are none by default', async () => {
    expect((await load('')).calendars).toEqual([]);
  });

  it('say what their events freeze, how often they are read, and by which credentials', async () => {
    const { calendars } = await load(
      net(`url: "${url}"`) +
        `  - { name: b, urlEnv: B_URL, every: 1h, userEnv: B_USER, passwordEnv: B_PASSWORD, components: { x: [billing] } }\n`,
    );
    expect(calendars).toEqual([
      {
        ...{ name: 'network works', url, urlEnv: null, userEnv: null, passwordEnv: null, tokenEnv: null },
        everyMs: 300_000,
        components: [
          { words: 'DC-1', components: ['db'] },
          { words: null, components: ['db', 'billing'] },
        ],
      },
      {
        ...{
          name: 'b',
          url: null,
          urlEnv: 'B_URL',
          tokenEnv: null,
          userEnv: 'B_USER',
          passwordEnv: 'B_PASSWORD',
        },
        everyMs: 3_600_000,
        components: [{ words: 'x', components: ['billing'] }],
      },
    ]);
  });

  it('change what a lock knows where an event concerns it', async () => {
    const settings = await load(net(`url: "${url}"`));
    const [calendar] = settings.calendars ?? [];
    if (calendar === undefined) throw new Error('there is none');
    const now = Date.now();
    const event: CalendarEvent = {
      title: 'DC-1',
      organizer: null,
      url: null,
      people: [],
      from: now,
      until: now + 3_600_000,
    };
    const versions = (events: readonly CalendarEvent[] | null) =>
      ['db', 'billing'].map(
        (component) => lockSettingsOf(settings, component, [{ settings: calendar, events }], now).version,
      );
    expect(versions(null)).toEqual(['', '']);
    expect(versions([event])).toEqual([expect.stringMatching(/./), '']);
    expect(versions([event])).toEqual(versions([{ ...event }]));
    expect(versions([{ ...event, organizer: 'Nadia' }])).not.toEqual(versions([event]));
  });

  it.each([
    [
      'url: ftp://x.example.com',
      'url: must be an http(s) address without a user or a password, not "ftp://x.example.com"',
    ],
    ['every: 5m', 'url: is missing; where it is a secret, `urlEnv` names its variable'],
    [`url: "${url}", urlEnv: NET_URL`, 'urlEnv: stands beside url; one is enough'],
    [`url: "${url}", userEnv: NET_USER`, 'userEnv: belongs together with passwordEnv'],
    [
      `url: "${url}", userEnv: A, passwordEnv: B, tokenEnv: C`,
      'tokenEnv: stands beside passwordEnv; one is enough',
    ],
    [
      `url: "${url}", every: often`,
      'every: must be a duration such as 15m, 2h or 3d, above zero, not "often"',
    ],
  ])('are refused with the line: %s', async (over, mistake) => {
    expect(await mistakesIn(net(over))).toEqual([`9: calendars[0].${mistake}`]);
  });

  it.each([
    ['{ DC-1: [dbx] }', 'components.DC-1[0]: there is no component "dbx"; known: billing, db, ios-app'],
    [
      '{ DC-1: [ios-app] }',
      'components.DC-1[0]: ios-app is not critical: it has no lock, so nothing of it can be frozen',
    ],
    ['{}', 'components: must say what events freeze, such as { DC-1: [db] }'],
    ["{ ' ': all }", "components. : names no words; '*' is every other event"],
    ['{ DC-1: db }', 'components.DC-1: must be all, or a list of critical components, not "db"'],
    [
      'all',
      'components: must be a mapping of words in the title to components, such as { DC-1: [db], \'*\': all }, not "all"',
    ],
  ])('are refused for what they freeze: %s', async (components, mistake) => {
    expect(await mistakesIn(net(`url: "${url}"`, components))).toEqual([`9: calendars[0].${mistake}`]);
  });

  it('have names of their own', async () => {
    expect(await mistakesIn(net(`url: "${url}"`) + net(`url: "${url}"`))).toEqual([
      '10: calendars[1].name: is the name of another calendar',
    ]);
  });
});
