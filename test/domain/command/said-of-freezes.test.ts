/** Freeze commands as people type them: what reads as a component, a time or a time zone is read as that, or refused. */
import { expect, it } from 'vitest';
import { said } from './said.ts';

it.each<[string, object]>([
  ['freeze components:search,billing for 2h moving', { components: ['search', 'billing'], reason: 'moving' }],
  ['freeze search for 2h until 18:00 moving', { code: 'badEnd', text: 'until 18:00' }],
  ['freeze search until 18:00 for 2h moving', { code: 'badEnd', text: 'for 2h' }],
  ['freeze search for 2h by request', { end: { afterMs: 7200000 }, reason: 'by request' }],
  ['freeze search for 2h from now moving', { end: { afterMs: 7200000 }, reason: 'moving' }],
  ['freeze search please for 2h moving', { end: { afterMs: 7200000 }, reason: 'moving' }],
  ['freeze search 🔥 until 18:00 moving', { end: { at: '18:00' }, reason: 'moving' }],
  ['freeze search 0h moving', { code: 'badEnd', text: '0h' }],
  ['freeze search -2h moving', { code: 'badEnd', text: '-2h' }],
  ['freeze search 2h30 moving', { code: 'badEnd', text: '2h30' }],
  ['freeze search 2h-3h moving', { code: 'badEnd', text: '2h-3h' }],
  ['freeze search 2-3 hours moving', { code: 'badEnd', text: '2-3 hours' }],
  ['freeze search 2 to 3 hours moving', { code: 'badEnd', text: '2 to 3 hours' }],
  ['freeze search 99999d moving', { code: 'badEnd', text: '99999d' }],
  ['freeze search 18.00 moving', { code: 'badEnd', text: '18.00' }],
  ['freeze search 24/12/2026 moving', { code: 'badEnd', text: '24/12/2026' }],
  ['freeze search 24.12.26 moving', { code: 'badEnd', text: '24.12.26' }],
  ['freeze search 24/7 support is gone', { end: null, reason: '24/7 support is gone' }],
  ['freeze search 2.0 moves', { end: null, reason: '2.0 moves' }],
  ['freeze search 5xx errors', { end: null, reason: '5xx errors' }],
  ['freeze search 10-20 errors', { end: null, reason: '10-20 errors' }],
  ['freeze search until 18:00 Berlin moving', { code: 'badEnd', text: 'until 18:00 Berlin' }],
  ['freeze search until 18:00 in new york moving', { code: 'badEnd', text: 'until 18:00 in new york' }],
  ['freeze search until 18:00 Europe/Berln moving', { code: 'badEnd', text: 'until 18:00 Europe/Berln' }],
  ['freeze search until 18:00 PT moving', { code: 'badEnd', text: 'until 18:00 PT' }],
  ['freeze search until 18:00 bst moving', { code: 'badEnd', text: 'until 18:00 bst' }],
  ['freeze search until 18:00 west wing moves', { end: { at: '18:00' }, reason: 'west wing moves' }],
  ['freeze search until 18:00 easter holidays', { end: { at: '18:00' }, reason: 'easter holidays' }],
  ['freeze search every time it burns', { end: null, reason: 'every time it burns' }],
  [
    'freeze search until 18:00 on 1 December 2027 moving',
    { end: { at: '18:00', day: { date: '2027-12-01' } }, reason: 'moving' },
  ],
  [
    'freeze search until Dec 1, 2027 18:00 moving',
    { end: { at: '18:00', day: { date: '2027-12-01' } }, reason: 'moving' },
  ],
  ["freeze search until 6 o'clock pm moving", { end: { at: '18:00' }, reason: 'moving' }],
  ['заморозить search до 6 часов вечера переезд', { end: { at: '18:00' }, reason: 'переезд' }],
  ['заморозить search до 2 часов ночи переезд', { end: { at: '02:00' }, reason: 'переезд' }],
  ['заморозить search по москве переезд', { code: 'badEnd', text: 'по москве' }],
  [
    'freeze search for 2h moving billing',
    { type: 'freeze', components: ['search'], end: { afterMs: 7200000 }, reason: 'moving billing' },
  ],
  [
    'freeze search for two hours moving',
    { type: 'freeze', components: ['search'], end: { afterMs: 7200000 }, reason: 'moving' },
  ],
  [
    'freeze search for a day moving',
    { type: 'freeze', components: ['search'], end: { afterMs: 86400000 }, reason: 'moving' },
  ],
  ['freeze search for the day moving', { code: 'badEnd', text: 'for the' }],
  ['freeze search the whole day moving', { code: 'badEnd', text: 'the whole day' }],
  ['freeze search for 2 moving', { code: 'badEnd', text: 'for 2' }],
  [
    'freeze search until tomorrow at 18:00 moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00', day: { inDays: 1 } }, reason: 'moving' },
  ],
  [
    'freeze search until 18:00 on Friday moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00', day: { weekday: 5 } }, reason: 'moving' },
  ],
  ['freeze search until Friday moving', { code: 'badEnd', text: 'until Friday' }],
  ['freeze search until next Friday 18:00 moving', { code: 'badEnd', text: 'until next' }],
  ['freeze search until 12/24 18:00 moving', { code: 'badEnd', text: 'until 12/24' }],
  [
    'freeze search until 24.12. 18:00 moving',
    {
      type: 'freeze',
      components: ['search'],
      end: { at: '18:00', day: { month: 12, dayOfMonth: 24 } },
      reason: 'moving',
    },
  ],
  [
    'freeze search until 24.12.2026 18:00 moving',
    {
      type: 'freeze',
      components: ['search'],
      end: { at: '18:00', day: { date: '2026-12-24' } },
      reason: 'moving',
    },
  ],
  ['freeze search until 18.00 moving', { code: 'badEnd', text: 'until 18.00' }],
  ['freeze search until 18 moving', { code: 'badEnd', text: 'until 18' }],
  ['freeze search until 18h moving', { code: 'badEnd', text: 'until 18h' }],
  ['freeze search until 6 moving', { code: 'badEnd', text: 'until 6' }],
  [
    'freeze search until 18:00 PST moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00', zone: 'UTC-8' }, reason: 'moving' },
  ],
  [
    'freeze search until 18:00 GMT+3 moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00', zone: 'UTC+3' }, reason: 'moving' },
  ],
  [
    'freeze search until 18:00 (UTC) moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00', zone: 'UTC' }, reason: 'moving' },
  ],
  [
    'freeze search until 18:00, UTC, moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00', zone: 'UTC' }, reason: 'moving' },
  ],
  [
    'freeze search until 18:00 utc moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00', zone: 'UTC' }, reason: 'moving' },
  ],
  [
    'freeze search until 18:00 MSK moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00', zone: 'Europe/Moscow' }, reason: 'moving' },
  ],
  ['freeze search until 18:00 JST moving', { code: 'badEnd', text: 'until 18:00 JST' }],
  [
    'freeze search until 18:00 Moscow time moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00', zone: 'Europe/Moscow' }, reason: 'moving' },
  ],
  [
    'freeze search until 18:00 New York time moving',
    {
      type: 'freeze',
      components: ['search'],
      end: { at: '18:00', zone: 'America/New_York' },
      reason: 'moving',
    },
  ],
  [
    'freeze search until 18:00Z moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00', zone: 'UTC' }, reason: 'moving' },
  ],
  [
    'freeze search until 18:00+03:00 moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00', zone: 'UTC+3' }, reason: 'moving' },
  ],
  [
    'freeze search until 2026-12-01T18:00Z moving',
    { type: 'freeze', components: ['search'], end: { instant: 1796148000000 }, reason: 'moving' },
  ],
  [
    'freeze search until 2026-12-01T18:00 Europe/Berlin moving',
    {
      type: 'freeze',
      components: ['search'],
      end: { local: '2026-12-01T18:00', zone: 'Europe/Berlin' },
      reason: 'moving',
    },
  ],
  ['freeze search until end of day moving', { code: 'badEnd', text: 'until end' }],
  ['freeze search until EOD moving', { code: 'badEnd', text: 'until EOD' }],
  ['freeze search until I say so', { code: 'badEnd', text: 'until I' }],
  [
    'freeze search till 6pm moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00' }, reason: 'moving' },
  ],
  ['freeze search to 18:00 moving', { code: 'badEnd', text: 'to 18:00' }],
  [
    'freeze search by 18:00 moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00' }, reason: 'moving' },
  ],
  ['freeze search in 2h moving', { code: 'badEnd', text: 'in 2h' }],
  ['freeze search at 18:00 moving', { code: 'badEnd', text: 'at 18:00' }],
  ['freeze search starting 18:00 for 2h moving', { code: 'badStart', text: 'starting 18:00' }],
  ['freeze search tonight moving', { code: 'badEnd', text: 'tonight' }],
  ['freeze search on Friday moving', { code: 'badEnd', text: 'on Friday' }],
  ['freeze search today moving', { code: 'badEnd', text: 'today' }],
  ['freeze search today until 18:00 moving', { code: 'badEnd', text: 'today' }],
  [
    'freeze search now for 2h moving',
    { type: 'freeze', components: ['search'], end: { afterMs: 7200000 }, reason: 'moving' },
  ],
  [
    'freeze search 30 minutes moving',
    { type: 'freeze', components: ['search'], end: { afterMs: 1800000 }, reason: 'moving' },
  ],
  ['freeze search 18:00-20:00 moving', { code: 'badEnd', text: '18:00-20:00' }],
  ['freeze search 18:00 - 20:00 moving', { code: 'badEnd', text: '18:00' }],
  ['freeze search between 18:00 and 20:00 moving', { code: 'badStart', text: 'between 18:00' }],
  ['freeze search, billing', { code: 'missingReason', command: 'freeze', subject: 'search, billing' }],
  ['freeze search billing', { code: 'strayComponent', command: 'freeze', text: 'billing' }],
  [
    'freeze search/billing moving',
    { type: 'freeze', components: ['search', 'billing'], end: null, reason: 'moving' },
  ],
  [
    'freeze search+billing moving',
    { type: 'freeze', components: ['search', 'billing'], end: null, reason: 'moving' },
  ],
  ['freeze search; billing moving', { code: 'strayComponent', command: 'freeze', text: 'billing' }],
  [
    'freeze search, billing and db until 18:00 moving',
    { type: 'freeze', components: ['search', 'billing', 'db'], end: { at: '18:00' }, reason: 'moving' },
  ],
  [
    'freeze search, and billing moving',
    { type: 'freeze', components: ['search', 'billing'], end: null, reason: 'moving' },
  ],
  [
    'freeze both search and billing moving',
    { type: 'freeze', components: ['search', 'billing'], end: null, reason: 'moving' },
  ],
  ['freeze search as well as billing moving', { code: 'strayComponent', command: 'freeze', text: 'billing' }],
  ['freeze search or billing moving', { code: 'strayComponent', command: 'freeze', text: 'billing' }],
  ['freeze search with billing moving', { code: 'strayComponent', command: 'freeze', text: 'billing' }],
  ['freeze search (billing too) moving', { code: 'strayComponent', command: 'freeze', text: 'billing' }],
  [
    'freeze search moving, until 18:00',
    { type: 'freeze', components: ['search'], end: { at: '18:00' }, reason: 'moving' },
  ],
  [
    'freeze search moving until 18:00 UTC',
    { type: 'freeze', components: ['search'], end: { at: '18:00', zone: 'UTC' }, reason: 'moving' },
  ],
  [
    'freeze search moving until 18:00 tomorrow please',
    { type: 'freeze', components: ['search'], end: { at: '18:00', day: { inDays: 1 } }, reason: 'moving' },
  ],
  [
    'freeze search moving until 18:00!',
    { type: 'freeze', components: ['search'], end: { at: '18:00' }, reason: 'moving' },
  ],
  ['freeze for 2h search moving', { code: 'missingComponent', command: 'freeze' }],
  ['freeze until 18:00 search moving', { code: 'missingComponent', command: 'freeze' }],
  ['freeze 2h search moving', { code: 'missingComponent', command: 'freeze' }],
  [
    'freeze search moving until further notice',
    { type: 'freeze', components: ['search'], end: null, reason: 'moving' },
  ],
  [
    'freeze search moving for now',
    { type: 'freeze', components: ['search'], end: null, reason: 'moving for now' },
  ],
  ['freeze search for now moving', { code: 'badEnd', text: 'for now' }],
  [
    'freeze search because billing moves',
    { type: 'freeze', components: ['search'], end: null, reason: 'because billing moves' },
  ],
  [
    "freeze search billing's db moves",
    { type: 'freeze', components: ['search'], end: null, reason: "billing's db moves" },
  ],
  ['заморозить search с 18:00 переезд', { code: 'badStart', text: 'с 18:00' }],
  ['заморозить search через час переезд', { code: 'badEnd', text: 'через час' }],
  ['заморозить search до конца дня переезд', { code: 'badEnd', text: 'до конца' }],
  ['заморозить search до вечера переезд', { code: 'badEnd', text: 'до вечера' }],
  [
    'заморозить search на 2 дня переезд',
    { type: 'freeze', components: ['search'], end: { afterMs: 172800000 }, reason: 'переезд' },
  ],
  [
    'заморозить search на неделю переезд',
    { type: 'freeze', components: ['search'], end: { afterMs: 604800000 }, reason: 'переезд' },
  ],
  [
    'заморозить search на полтора часа переезд',
    { type: 'freeze', components: ['search'], end: { afterMs: 5400000 }, reason: 'переезд' },
  ],
  [
    'заморозить search на 1ч30м переезд',
    { type: 'freeze', components: ['search'], end: { afterMs: 5400000 }, reason: 'переезд' },
  ],
  [
    'заморозить search на 1 час 30 минут переезд',
    { type: 'freeze', components: ['search'], end: { afterMs: 5400000 }, reason: 'переезд' },
  ],
  ['заморозить search до завтра переезд', { code: 'badEnd', text: 'до завтра' }],
  ['заморозить search завтра переезд', { code: 'badEnd', text: 'завтра' }],
  [
    'заморозить search до 18 часов переезд',
    { type: 'freeze', components: ['search'], end: { at: '18:00' }, reason: 'переезд' },
  ],
  [
    'заморозить search до 18:00 по Москве переезд',
    {
      type: 'freeze',
      components: ['search'],
      end: { at: '18:00', zone: 'Europe/Moscow' },
      reason: 'переезд',
    },
  ],
  [
    'заморозить search до 18:00 по просьбе Анны',
    { type: 'freeze', components: ['search'], end: { at: '18:00' }, reason: 'по просьбе Анны' },
  ],
  [
    'заморозить search до 6 утра завтра переезд',
    { type: 'freeze', components: ['search'], end: { at: '06:00', day: { inDays: 1 } }, reason: 'переезд' },
  ],
  [
    'заморозить search до 24 декабря 18:00 переезд',
    {
      type: 'freeze',
      components: ['search'],
      end: { at: '18:00', day: { month: 12, dayOfMonth: 24 } },
      reason: 'переезд',
    },
  ],
  [
    'заморозить search и billing переезд до 18:00',
    { type: 'freeze', components: ['search', 'billing'], end: { at: '18:00' }, reason: 'переезд' },
  ],
  ['заморозить search или billing переезд', { code: 'strayComponent', command: 'freeze', text: 'billing' }],
  [
    'заморозить search а также billing переезд',
    { type: 'freeze', components: ['search', 'billing'], end: null, reason: 'переезд' },
  ],
  [
    'заморозить search, а также billing переезд',
    { type: 'freeze', components: ['search', 'billing'], end: null, reason: 'переезд' },
  ],
  [
    'заморозить search вместе с billing переезд',
    { code: 'strayComponent', command: 'freeze', text: 'billing' },
  ],
  ['unfreeze search, billing, db', { type: 'unfreeze', components: ['search', 'billing', 'db'], user: null }],
  ['unfreeze all please', { type: 'unfreeze', components: 'all', user: null }],
  ['unfreeze everything', { type: 'unfreeze', components: 'all', user: null }],
  ['unfreeze search and', { code: 'unknownOption', command: 'unfreeze', option: 'and', nearest: null }],
  ['unfreeze search for 2h', { code: 'unknownOption', command: 'unfreeze', option: 'for', nearest: null }],
  [
    'unfreeze search tomorrow',
    { code: 'unknownOption', command: 'unfreeze', option: 'tomorrow', nearest: null },
  ],
  ['unlock billing for 2h it hangs', { type: 'unlock', components: ['billing'], reason: 'for 2h it hangs' }],
  [
    'unlock billing until 18:00 it hangs',
    { type: 'unlock', components: ['billing'], reason: 'until 18:00 it hangs' },
  ],
  ['unlock billing and db it hangs', { code: 'strayComponent', command: 'unlock', text: 'db' }],
  ['unlock billing, db: it hangs', { code: 'strayComponent', command: 'unlock', text: 'db' }],
  ['unlock the billing lock it hangs', { type: 'unlock', components: ['billing'], reason: 'lock it hangs' }],
  ['unlock all it hangs', { type: 'unlock', components: ['all'], reason: 'it hangs' }],
])('%j', (text, read) => {
  expect(said(text)).toMatchObject(read);
});
