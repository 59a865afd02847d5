/** Calendars as real programs write them, across the end of daylight saving time in Berlin (2026-10-25). */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { yielding } from '../../../client/unhurried.ts';
import { readCalendar } from '../../../domain/calendar/read-calendar.ts';
import type { CalendarEvent } from '../../../domain/calendar/read-calendar.ts';

const at = (text: string): number => Date.parse(text);
const fileOf = (name: string) => readFile(new URL(`files/${name}.ics`, import.meta.url), 'utf8');
const told = ({ title, from, until }: CalendarEvent): string =>
  `${new Date(from).toISOString().slice(0, 16)}/${new Date(until).toISOString().slice(0, 16)} ${title}`;
const eventsIn = (text: string, timezone = 'UTC', [from, to] = ['2026-10-19', '2026-11-15']) =>
  readCalendar(text, timezone, yielding)(at(from), at(to));
const toldIn = async (...asked: Parameters<typeof eventsIn>) => (await eventsIn(...asked)).map(told);
const event = (...lines: readonly string[]): string =>
  ['BEGIN:VEVENT', 'UID:1', 'SUMMARY:works', ...lines, 'END:VEVENT'].join('\r\n');
const calendar = (...events: readonly string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR'].join('\r\n');

describe('a calendar of Google', () => {
  it('has its series, without what was left out, moved or cancelled, and its days by its own zone', async () => {
    expect(await toldIn(await fileOf('google'))).toEqual([
      '2026-10-23T21:00/2026-10-24T00:00 DC-1: switches (moved to Friday)',
      '2026-10-24T22:00/2026-10-25T23:00 Power test in all data centres with a title that is long enough to be folded',
      '2026-10-29T21:00/2026-10-30T00:00 DC-1: switches',
      '2026-11-12T21:00/2026-11-13T00:00 DC-1: switches',
    ]);
  });

  it('says whose its events are', async () => {
    const [moved, power] = await eventsIn(await fileOf('google'));
    expect(moved).toMatchObject({ organizer: 'Nadia Orlova', url: null });
    expect(power).toMatchObject({ organizer: null });
  });
});

describe('a calendar of Outlook', () => {
  it('has the zones of Windows and those of its own', async () => {
    expect(await toldIn(await fileOf('outlook'), 'Europe/Berlin')).toEqual([
      '2026-10-23T04:00/2026-10-23T05:00 Storage, daily',
      '2026-10-24T21:00/2026-10-25T05:00 Custom zone',
      '2026-10-25T05:00/2026-10-25T06:00 Storage, daily',
      '2026-10-26T05:00/2026-10-26T06:00 Storage, daily',
      '2026-10-27T23:00/2026-10-29T23:00 Busy',
    ]);
  });
});

describe('a calendar of Nextcloud', () => {
  it('has what is added to a series, and times without a zone by the zone of the configuration', async () => {
    expect(await toldIn(await fileOf('nextcloud'), 'Europe/Moscow')).toEqual([
      '2026-10-20T18:00/2026-10-20T20:00 Datenbank',
      '2026-10-21T18:00/2026-10-21T20:00 Datenbank',
      '2026-10-27T19:00/2026-10-27T21:00 Datenbank',
      '2026-10-31T05:00/2026-10-31T06:00 Floating',
      '2026-11-03T19:00/2026-11-03T21:00 Datenbank',
    ]);
  });

  it('has addresses', async () => {
    expect((await eventsIn(await fileOf('nextcloud')))[0]).toMatchObject({
      organizer: 'dba@example.com',
      url: 'https://cloud.example.com/apps/calendar/edit/1',
    });
  });
});

describe('an event', () => {
  it.each([
    [
      'ends by the clock on the wall',
      ['DTSTART;TZID=Europe/Berlin:20261024T220000', 'DTEND;TZID=Europe/Berlin:20261025T060000'],
      ['2026-10-24T20:00/2026-10-25T05:00'],
    ],
    [
      'may end in another zone',
      ['DTSTART;TZID=Europe/Berlin:20261020T100000', 'DTEND;TZID=Europe/London:20261020T100000'],
      ['2026-10-20T08:00/2026-10-20T09:00'],
    ],
    [
      'of a day without an end lasts for that day',
      ['DTSTART;VALUE=DATE:20261020'],
      ['2026-10-20T00:00/2026-10-21T00:00'],
    ],
    ['without a length is none', ['DTSTART:20261020T100000Z'], []],
    [
      'may be named by a zone with a prefix',
      ['DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20261020T100000', 'DURATION:PT1H'],
      ['2026-10-20T08:00/2026-10-20T09:00'],
    ],
    [
      'of days by its duration ends by the clock on the wall',
      ['DTSTART;TZID=Europe/Berlin:20261024T120000', 'DURATION:P1D'],
      ['2026-10-24T10:00/2026-10-25T11:00'],
    ],
    [
      'of hours by its duration lasts for these',
      ['DTSTART;TZID=Europe/Berlin:20261024T120000', 'DURATION:PT24H'],
      ['2026-10-24T10:00/2026-10-25T10:00'],
    ],
    [
      'of both lasts for the days by the clock, and for the hours',
      ['DTSTART;TZID=Europe/Berlin:20261018T010000', 'DURATION:P1WT4H'],
      ['2026-10-17T23:00/2026-10-25T03:00'],
    ],
    [
      'that has lasted for long counts',
      ['DTSTART:20200101T000000Z', 'DTEND:20270101T000000Z'],
      ['2020-01-01T00:00/2027-01-01T00:00'],
    ],
    [
      'may leave out a day of a series of days',
      ['DTSTART;VALUE=DATE:20261020', 'RRULE:FREQ=DAILY;COUNT=3', 'EXDATE;VALUE=DATE:20261021'],
      ['2026-10-20T00:00/2026-10-21T00:00', '2026-10-22T00:00/2026-10-23T00:00'],
    ],
    [
      'may go until a day, which is the last one',
      ['DTSTART:20261020T100000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;UNTIL=20261021'],
      ['2026-10-20T10:00/2026-10-20T11:00', '2026-10-21T10:00/2026-10-21T11:00'],
    ],
    [
      'is the first of its series though the rule says otherwise',
      ['DTSTART:20261020T100000Z', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2'],
      ['2026-10-20T10:00/2026-10-20T11:00', '2026-10-26T10:00/2026-10-26T11:00'],
    ],
    [
      'that never comes costs nothing',
      ['DTSTART:20200101T100000Z', 'DURATION:PT1H', 'RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30'],
      [],
    ],
  ])('%s', async (_, lines, expected) => {
    const found = await toldIn(calendar(event(...lines)));
    expect(found.map((line) => line.replace(' works', ''))).toEqual(expected);
  });

  it.each(['Europe/Berlin', 'Mine'])('of a series in %s ends by the clock on the wall', async (zone) => {
    const mine = [
      ...['BEGIN:VTIMEZONE', 'TZID:Mine', 'BEGIN:STANDARD', 'DTSTART:16010101T030000'],
      ...[
        'TZOFFSETFROM:+0200',
        'TZOFFSETTO:+0100',
        'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
        'END:STANDARD',
      ],
      ...['BEGIN:DAYLIGHT', 'DTSTART:16010101T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200'],
      ...['RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3', 'END:DAYLIGHT', 'END:VTIMEZONE'],
    ].join('\r\n');
    const times = [`DTSTART;TZID=${zone}:20261023T230000`, `DTEND;TZID=${zone}:20261024T060000`];
    expect(await toldIn(calendar(mine, event(...times, 'RRULE:FREQ=DAILY;COUNT=4')))).toEqual([
      '2026-10-23T21:00/2026-10-24T04:00 works',
      '2026-10-24T21:00/2026-10-25T05:00 works',
      '2026-10-25T22:00/2026-10-26T05:00 works',
      '2026-10-26T22:00/2026-10-27T05:00 works',
    ]);
  });

  const times = ['DTSTART:20261020T100000Z', 'DURATION:PT1H'];
  const later = ['DTSTART:20261021T100000Z', 'DURATION:PT1H'];
  const both = ['2026-10-20T10:00/2026-10-20T11:00 works', '2026-10-21T10:00/2026-10-21T11:00 works'];

  it('stands there in its last version', async () => {
    const [moved, first] = [event('SEQUENCE:2', ...later), event('SEQUENCE:1', ...times)];
    for (const events of [
      [moved, first],
      [first, moved],
    ])
      expect(await toldIn(calendar(...events))).toEqual(both.slice(1));
    const cancelled = event('SEQUENCE:2', 'STATUS:CANCELLED', ...times);
    expect(await eventsIn(calendar(cancelled, first))).toEqual([]);
  });

  it.each([
    ['without a UID', (text: string) => text.replace('UID:1\r\n', '')],
    ['with the UID of others', (text: string) => text],
  ])('%s is lost for none of the others, and told once', async (_, written) => {
    const events = [event(...times), event(...later), event(...times)].map(written);
    expect(await toldIn(calendar(...events))).toEqual(both);
  });

  it('stands in any calendar of its file, each with its own zone', async () => {
    const local = event('DTSTART:20261021T120000', 'DURATION:PT1H');
    const files = [calendar(event(...times)), calendar('X-WR-TIMEZONE:Europe/Berlin', local)];
    for (const mark of ['', '\ufeff'])
      expect(await toldIn(files.map((file) => `${mark}${file}\r\n`).join(''))).toEqual(both);
  });

  it.each([
    ['before it begins', '20190701T100000', '2019-07-01T08:00'],
    ['at its first time', '20201101T100000', '2020-11-01T09:00'],
    ['at a time that it lists', '20261026T100000', '2026-10-26T09:00'],
    ['between two of those', '20260701T100000', '2026-07-01T08:00'],
  ])('goes by a zone that lists its changes, %s', async (_, local, at) => {
    const mine = [
      ...['BEGIN:VTIMEZONE', 'TZID:Mine', 'BEGIN:STANDARD', 'DTSTART:20201025T030000'],
      ...['RDATE:20251026T030000,20261025T030000', 'RDATE:20271031T030000'],
      ...['TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'END:STANDARD'],
      ...['BEGIN:DAYLIGHT', 'DTSTART:20210328T020000', 'RDATE:20260329T020000'],
      ...['TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'END:DAYLIGHT', 'END:VTIMEZONE'],
    ].join('\r\n');
    const text = calendar(mine, event(`DTSTART;TZID=Mine:${local}`, 'DURATION:PT1H'));
    expect(await toldIn(text, 'UTC', ['2019-01-01', '2027-01-01'])).toEqual([
      expect.stringContaining(`${at}/`) as string,
    ]);
  });
});

it('holds nothing else up, however large it is', async () => {
  let others = 0;
  const waiting = setInterval(() => (others += 1), 1);
  const many = Array.from({ length: 2000 }, () => event('DTSTART:20261020T100000Z', 'DURATION:PT1H'));
  await eventsIn(calendar(...many));
  clearInterval(waiting);
  expect(others).toBeGreaterThan(0);
});

it('is given up when its work is', async () => {
  const giveUp = () => () => Promise.reject(new Error('it takes too long'));
  const between = readCalendar(calendar(event(...hour)), 'UTC', giveUp);
  await expect(between(0, 1)).rejects.toThrow('it takes too long');
});

const minutes = Array.from({ length: 60 }, (_, minute) => minute).join(',');
const hour = ['DTSTART:20261020T100000Z', 'DURATION:PT1H'];
const upTo = (count: number) => [...Array(count).keys()].join(',');

it.each<[string, RegExp]>([
  ['', /it is no calendar, as it begins with ""/],
  ['<!doctype html><title>Sign in</title>', /it is no calendar, as it begins with "<!doctype html>.*public/],
  ['{"a":1}', /it is no calendar/],
  ['BEGIN:VCARD\r\nEND:VCARD', /it is no calendar/],
  [calendar(event(...hour)).slice(0, -20), /did not end/],
  [calendar(event('DURATION:PT1H')), /the event "works": it has no start/],
  [calendar(event('DTSTART:tomorrow', 'DURATION:PT1H')), /is no time/],
  [calendar(event('DTSTART:20260230T100000Z', 'DURATION:PT1H')), /is no time/],
  [calendar(event(...hour, 'RRULE:FREQ=DAILY;UNTIL=20270230')), /is no time/],
  [calendar(event(...hour, 'RRULE:FREQ=WEEKLY;BYDAY=XX')), /BYDAY/],
  [
    calendar(event('DTSTART:20261020T100000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY')),
    /the event "works": it comes too often/,
  ],
  ...[
    `FREQ=DAILY;BYHOUR=${upTo(24)};BYMINUTE=${upTo(60)};BYSECOND=${upTo(60)}`,
    `FREQ=HOURLY;BYMINUTE=${upTo(60)}`,
    'FREQ=MINUTELY;INTERVAL=30',
    'FREQ=YEARLY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5',
  ].map((rule): [string, RegExp] => [
    calendar(event(...hour, `RRULE:${rule}`)),
    /"works": it comes too often/,
  ]),
  [
    calendar(event('DTSTART;TZID=Moon/Crater:20261020T100000', 'DURATION:PT1H')),
    /no zone is named "Moon\/Crater"/,
  ],
  [calendar(event(...hour, 'RRULE:FREQ=HOURLY;BYMINUTE=0,30')), /too often/],
  [calendar(event(...hour, `RRULE:FREQ=DAILY;BYHOUR=0,12;BYMINUTE=${minutes}`)), /too often/],
  [calendar(event(...hour, `RRULE:FREQ=YEARLY;BYHOUR=0;BYSECOND=${minutes}`)), /too often/],
  [calendar('X-WR-TIMEZONE:nonsense', event(...hour)), /no zone is named "nonsense"/],
  [calendar(event(...hour, 'RECURRENCE-ID;RANGE=THISANDFUTURE:20261020T100000Z')), /"works": RANGE/],
  [calendar(event(...hour, 'RDATE;VALUE=PERIOD:20261021T100000Z/PT5H')), /"works": VALUE=PERIOD/],
])('%j cannot be read', (text, reason) => {
  return expect(eventsIn(text)).rejects.toThrow(reason);
});
