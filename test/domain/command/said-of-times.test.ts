/** How people say when a freeze ends: what reads as a time, a time zone or a day is read as that, or refused. */
import { expect, it } from 'vitest';
import { said } from './said.ts';

const hour = 3_600_000;

it.each<[string, object]>([
  ['до 18:00 по Новосибирску', { at: '18:00', zone: 'Asia/Novosibirsk' }],
  ['до 18:00 по екатеринбургскому времени', { at: '18:00', zone: 'Asia/Yekaterinburg' }],
  ['до 18:00 по времени Берлина', { at: '18:00', zone: 'Europe/Berlin' }],
  ['до 18:00 завтра по Нью-Йорку', { at: '18:00', day: { inDays: 1 }, zone: 'America/New_York' }],
  ['до завтра 18:00 по Киеву', { at: '18:00', day: { inDays: 1 }, zone: 'Europe/Kyiv' }],
  ['до 18:00 МСК+2', { at: '18:00', zone: 'UTC+5' }],
  ['до 18:00 мск-1', { at: '18:00', zone: 'UTC+2' }],
  ['до 18:00 по нашему времени', { at: '18:00' }],
  ['for the next 2 hours', { afterMs: 2 * hour }],
  ['for about 2h', { afterMs: 2 * hour }],
  ['на ближайшие 2 часа', { afterMs: 2 * hour }],
  ['from now until 18:00', { at: '18:00' }],
  ['component for 2h', { afterMs: 2 * hour }],
  ['only for 2h', { afterMs: 2 * hour }],
])('takes %j', (time, end) => {
  expect(said(`freeze search ${time} moving`)).toMatchObject({
    components: ['search'],
    end,
    reason: 'moving',
  });
});

it.each<[string, string]>([
  ['до 18:00 Москва', 'до 18:00 Москва'],
  ['до 18:00 Новосибирск', 'до 18:00 Новосибирск'],
  ['до 18:00 по марсианскому времени', 'до 18:00 по марсианскому времени'],
  ['до 18:00 по времени Марса', 'до 18:00 по времени Марса'],
  ['until 18:00 Eastern', 'until 18:00 Eastern'],
  ['until 18:00 this evening', 'this evening'],
  ['during 18:00-20:00', 'during 18:00-20:00'],
  ['before 18:00', 'before 18:00'],
  ['as of 18:00', 'as of 18:00'],
  ['over the weekend', 'over the weekend'],
  ['минут на 30', 'минут на 30'],
  ['часа на два', 'часа на два'],
  ['ненадолго', 'ненадолго'],
])('refuses %j, which says no end', (time, text) => {
  expect(said(`freeze search ${time} moving`)).toMatchObject({ code: 'badEnd', text });
});

it.each<[string, string]>([
  ['с 18 до 20', 'с 18 до 20'],
  ['с 18 до 20 часов', 'с 18 до 20'],
  ['from 18 to 20', 'from 18 to 20'],
  ['between 6 and 8', 'between 6 and 8'],
])('refuses %j, which begins later', (time, text) => {
  expect(said(`freeze search ${time} moving`)).toMatchObject({ code: 'badStart', text });
});

it.each(['forever', 'indefinitely', 'навсегда', 'from now on', 'right now'])('has no end: %j', (time) => {
  expect(said(`freeze search ${time} moving`)).toMatchObject({ type: 'freeze', end: null, reason: 'moving' });
});

it.each<[string, object]>([
  ['freeze search переезд часа на два', { code: 'badEnd', text: 'часа на два' }],
  ['freeze search not billing moving', { code: 'strayComponent', text: 'billing' }],
  ['freeze search then billing moving', { code: 'strayComponent', text: 'billing' }],
  ['freeze only search for 2h moving', { components: ['search'], reason: 'moving' }],
  ['freeze all services for 2h moving', { components: 'all', end: { afterMs: 2 * hour } }],
  ['freeze search service is moving', { components: ['search'], reason: 'service is moving' }],
  ['freeze search Москва лежит', { components: ['search'], reason: 'Москва лежит' }],
  ['freeze search until 18:00 по просьбе Анны', { end: { at: '18:00' }, reason: 'по просьбе Анны' }],
  ['freeze search until 18:00 central server moves', { reason: 'central server moves' }],
  ['freeze search during the migration', { end: null, reason: 'during the migration' }],
])('%j', (text, read) => {
  expect(said(text)).toMatchObject(read);
});
