/** What people say of how long a freeze lasts: each row for its whole kind. What reads as an end never ends up in the reason, and a reason is no end. */
import { expect, it } from 'vitest';
import { said } from './said.ts';

const hour = 3_600_000;
const day = 24 * hour;

it.each<[string, object]>([
  ['until:18:00', { at: '18:00' }],
  ['until=18:00', { at: '18:00' }],
  ['*until: 18:00*', { at: '18:00' }],
  ['for:2h', { afterMs: 2 * hour }],
  ['--for 2h', { afterMs: 2 * hour }],
  ['—for=2h', { afterMs: 2 * hour }],
  ['for2h', { afterMs: 2 * hour }],
  ['until-18:00', { at: '18:00' }],
  ['на=2ч', { afterMs: 2 * hour }],
  ['untill 18:00', { at: '18:00' }],
  ['thru Friday 18:00', { at: '18:00', day: { weekday: 5 } }],
  ['no later than 18:00', { at: '18:00' }],
  ['up to 18:00', { at: '18:00' }],
  ['up to 2h', { afterMs: 2 * hour }],
  ['within 2h', { afterMs: 2 * hour }],
  ['within the next 2 hours', { afterMs: 2 * hour }],
  ['approx 2h', { afterMs: 2 * hour }],
  ['for up to 2h', { afterMs: 2 * hour }],
  ['half hour', { afterMs: hour / 2 }],
  ['for half an hour', { afterMs: hour / 2 }],
  ['for an hour and a half', { afterMs: 1.5 * hour }],
  ['twelve hours', { afterMs: 12 * hour }],
  ['for forty-five minutes', { afterMs: 0.75 * hour }],
  ['for a couple hours', { afterMs: 2 * hour }],
  ['until the day after tomorrow 18:00', { at: '18:00', day: { inDays: 2 } }],
  ['в течение 2 часов', { afterMs: 2 * hour }],
  ['в течение часа', { afterMs: hour }],
  ['порядка двух часов', { afterMs: 2 * hour }],
  ['примерно на 2 часа', { afterMs: 2 * hour }],
  ['где-то до 18:00', { at: '18:00' }],
  ['сутки', { afterMs: day }],
  ['двое суток', { afterMs: 2 * day }],
  ['неделю', { afterMs: 7 * day }],
  ['на полдня', { afterMs: day / 2 }],
  ['сорок пять минут', { afterMs: 0.75 * hour }],
])('takes %j', (time, end) => {
  expect(said(`freeze search ${time} moving`)).toMatchObject({
    components: ['search'],
    end,
    reason: 'moving',
  });
});

it.each([
  ['thru friday'],
  ['by 2h'],
  ['2h+'],
  ['2+ hours'],
  ['PT2H'],
  ['a few hours'],
  ['2-hour'],
  ['duration=2h'],
  ['to:18:00'],
  ['--end 18:00'],
  ['unitl 18:00'],
  ['fro 2h'],
  ['during the night'],
  ['the entire day'],
  ['on the weekend'],
  ['5th of March'],
  ['sat/sun'],
  ['час-два'],
  ['минут двадцать'],
  ['next hour'],
  ['2 working days'],
  ['two and a half hours'],
  ['two to three hours'],
  ['more than 2h'],
  ['@18:00'],
  ['6-8pm'],
  ['EOD'],
  ['the rest of the day'],
  ['next week'],
  ['every friday'],
  ['on fridays'],
  ['mon-fri'],
  ['day after tomorrow'],
  ['this coming friday'],
  ['во вторник'],
  ['в эту пятницу'],
  ['к пятнице'],
  ['по пятницам'],
  ['каждую пятницу'],
  ['несколько часов'],
  ['2 рабочих дня'],
  ['2 с половиной часа'],
  ['час'],
  ['минимум 2 часа'],
])('refuses %j, which says no end', (time) => {
  expect(said(`freeze search ${time} moving`)).toEqual({ code: 'badEnd', text: time });
});

it.each([['hour: moving'], ['week - moving'], ['неделя, переезд']])('refuses a unit alone: %j', (text) => {
  expect(said(`freeze search ${text}`)).toMatchObject({ code: 'badEnd' });
});

it.each([
  ['starting from friday'],
  ['начиная с 18:00'],
  ['со среды'],
  ['с завтрашнего дня'],
  ['after next week'],
])('refuses %j, which begins later', (time) => {
  expect(said(`freeze search ${time} moving`)).toEqual({ code: 'badStart', text: time });
});

it.each([
  'two deploys failed',
  'after the migration',
  'second try',
  'a second outage',
  'the 2 shards are down',
  '5xx errors',
  '10-20 errors',
  'every node restarts',
  'every 5 minutes it restarts',
  'may break things',
  'half of the nodes fail',
  'a couple of nodes fail',
  'several second level caches',
  'some nodes fail',
  'up to 5 nodes fail',
  'within the cluster all is red',
  'through the migration',
  'by mistake deployed',
  'more than 5 errors',
  'around the clock support',
  'about to move',
  'next release is huge',
  'end of support for v1',
  'the rest of the team is away',
  '2 hours ago a deploy broke it',
  'a few hours ago it broke',
  'from UTC to local time',
  'month end closing',
  'week 3 of the trial',
  'weekly deploy',
  'the day we die',
  'on the day of the release',
  'day-one patch',
  'second-level cache',
  'time to move',
  'reason: two deploys failed',
  'far too slow',
  'ends badly',
  'max connections reached',
  'fortune favours',
  'for-loop is broken at once',
  'час пик',
  'час назад упало',
  'наладка',
  'доработка',
  'неделя распродаж',
  'несколько ошибок',
  'по просьбе Анны',
  'после миграции',
  'каждый узел падает',
  'к релизу готовимся',
])('a reason is none: %j', (reason) => {
  expect(said(`freeze search ${reason}`)).toMatchObject({ type: 'freeze', end: null, reason });
});

it.each<[string, object]>([
  ['freeze search moving until:18:00', { end: { at: '18:00' }, reason: 'moving' }],
  ['freeze search moving --for 2h', { end: { afterMs: 2 * hour }, reason: 'moving' }],
  ['freeze search moving until=tomorrow', { code: 'badEnd' }],
  ['freeze search for 2h until:18:00 moving', { code: 'badEnd', text: 'until:18:00' }],
  ['freeze for:2h search moving', { code: 'missingComponent' }],
  ['freeze search, for:2h moving', { components: ['search'], end: { afterMs: 2 * hour } }],
])('%j', (text, read) => {
  expect(said(text)).toMatchObject(read);
});
