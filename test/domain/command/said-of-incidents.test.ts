/**
 * How people say when an incident began: it is read as that time, or refused; "now" only if no time is given. Each row stands for a whole
 * kind.
 */
import { expect, it } from 'vitest';
import { said } from './said.ts';

const now = { agoMs: 0 };
const minute = 60_000;
const yesterday = { at: '10:00', day: { inDays: -1 } };

it.each<[string, object]>([
  ['about 5m ago', { agoMs: 5 * minute }],
  ['since about 14:05', { at: '14:05' }],
  ['around 14:05', { at: '14:05' }],
  ['starting at 14:05', { at: '14:05' }],
  ['@14:05', { at: '14:05' }],
  ['at:14:05', { at: '14:05' }],
  ['--since 5m', { agoMs: 5 * minute }],
  ['started at 14:05:', { at: '14:05' }],
  ['the day before yesterday at 10:00', { at: '10:00', day: { inDays: -2 } }],
  ['примерно в 10:00', { at: '10:00' }],
  ['около 10 минут назад', { agoMs: 10 * minute }],
  ['со вчера 10:00', yesterday],
  ['2026-03-02', { local: '2026-03-02' }],
  ['on 2026-03-02', { local: '2026-03-02' }],
])('takes %j before the text', (time, moment) => {
  expect(said(`incident ${time} search is down`)).toEqual({
    type: 'incident',
    time: moment,
    text: 'search is down',
  });
});

it.each<[string, object]>([
  ['yesterday at 10:00', yesterday],
  ['yesterday 10:00', yesterday],
  ['at 10:00 yesterday', yesterday],
  ['since yesterday 10:00', yesterday],
  ['friday at 10:00', { at: '10:00', day: { weekday: 5 } }],
  ['on monday at 10:00 UTC', { at: '10:00', day: { weekday: 1 }, zone: 'UTC' }],
  ['today at 10:00, please', { at: '10:00', day: { inDays: 0 } }],
  ['вчера в 10:00', yesterday],
  ['со вторника 10:00', { at: '10:00', day: { weekday: 2 } }],
  ['- 10:00', { at: '10:00' }],
  ['(10:00)', { at: '10:00' }],
  ['~10:00', { at: '10:00' }],
  ['10:00 - 11:00', { at: '10:00' }],
  ['10:00 UTC', { at: '10:00', zone: 'UTC' }],
  ['10pm', { at: '22:00' }],
  ['around 10:00', { at: '10:00' }],
  ['on 2026-03-02 at 10:00', { at: '10:00', day: { date: '2026-03-02' } }],
  ['from 10:00 to 11:00', { at: '10:00' }],
  ['с 10:00 до 11:00', { at: '10:00' }],
  ['since 5m', { agoMs: 5 * minute }],
])('takes %j behind the text', (time, moment) => {
  expect(said(`incident search is down ${time}`)).toEqual({
    type: 'incident',
    time: moment,
    text: `search is down ${time}`,
  });
});

it.each([
  'before 14:05',
  'since before 14:05',
  'in 5m',
  'for 10 minutes',
  'the last 10 minutes',
  'a few minutes ago',
  'minutes ago',
  'last night',
  'since yesterday',
  'on friday',
  'last friday at 10:00',
  'ночью',
  'до 10:00',
  'через 5 минут',
  'в пятницу',
  'во вторник',
  'в прошлую пятницу',
  'минут 10 назад',
  'прошлой ночью',
])('refuses %j before the text', (time) => {
  expect(said(`incident ${time} search is down`)).toEqual({
    code: 'badTime',
    command: 'incident',
    text: time,
  });
});

it.each([
  'since yesterday',
  'со вторника',
  'last friday at 10:00',
  '2026-03-02',
  'on 2026-03-02',
  'since 2026-03-02',
  'since 14:05:30.123',
  'yesterday around 14:05',
  'yesterday from 10:00 to 11:00',
  'Monday from 14:05',
  'вчера с 10:00',
  'at 25:00',
  'at 10:00 CST',
  'a few minutes ago',
])('refuses %j behind the text', (time) => {
  expect(said(`incident search is down ${time}`)).toEqual({
    code: 'badTime',
    command: 'incident',
    text: time,
  });
});

it.each([
  'search is down until 10:00',
  'search is stuck for 2h',
  'no orders today',
  'latency at 5s',
  'the 99th percentile is about 5 minutes',
  'orders lost before yesterday at 10:00',
  'mapped to 10:20',
  'crash in build 12:30',
  'search is down, ETA 15:00',
  'next update 15:00',
  'NPE at line 10:20',
  'починят к 18:00',
  'same as https://acme.slack.com/archives/C1/p1700000000000000',
  'not reachable at 10.0.0.1:5432',
  'не отвечает с 10.0.0.1:80',
  'wrong response time 12:30',
  'invoices dated 2026-03-02',
  'счета от 2026-03-02',
  'earlier deploy broke search',
  'overnight batch failed',
  'last minute change broke search',
  'last deploy broke search',
  "after friday's deploy search fails",
  'in billing payments fail',
  'for some users search fails',
  'around 5 users affected',
  'every second request fails',
  'may be broken',
  'на кассе 5 ошибок',
  'в биллинге всё лежит',
])('is now: %j', (text) => {
  expect(said(`incident ${text}`)).toEqual({ type: 'incident', time: now, text });
});
