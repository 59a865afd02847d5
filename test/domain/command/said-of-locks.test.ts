/** Lock commands as people type them: a component, a time or a time zone never lands in the reason. Each row stands for a whole kind. */
import { expect, it } from 'vitest';
import { said } from './said.ts';

it.each<[string, object]>([
  [
    'freeze search, billing for 2h moving',
    { type: 'freeze', components: ['search', 'billing'], end: { afterMs: 7200000 }, reason: 'moving' },
  ],
  [
    'freeze search and billing for 2h moving',
    { type: 'freeze', components: ['search', 'billing'], end: { afterMs: 7200000 }, reason: 'moving' },
  ],
  [
    'freeze search & billing for 2h moving',
    { type: 'freeze', components: ['search', 'billing'], end: { afterMs: 7200000 }, reason: 'moving' },
  ],
  [
    'freeze search 2h moving',
    { type: 'freeze', components: ['search'], end: { afterMs: 7200000 }, reason: 'moving' },
  ],
  [
    'freeze search moving for 2h',
    { type: 'freeze', components: ['search'], end: { afterMs: 7200000 }, reason: 'moving' },
  ],
  [
    'freeze search moving the index until tomorrow 18:00',
    {
      type: 'freeze',
      components: ['search'],
      end: { at: '18:00', day: { inDays: 1 } },
      reason: 'moving the index',
    },
  ],
  ['freeze search from 18:00 until 20:00 moving', { code: 'badStart', text: 'from 18:00' }],
  [
    'freeze search until 18:00 tomorrow moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00', day: { inDays: 1 } }, reason: 'moving' },
  ],
  [
    'freeze search until 18:00 UTC moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00', zone: 'UTC' }, reason: 'moving' },
  ],
  [
    'freeze search until 6pm moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00' }, reason: 'moving' },
  ],
  [
    'freeze search until 6 p.m. moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00' }, reason: 'moving' },
  ],
  [
    'freeze search for 2 hours moving',
    { type: 'freeze', components: ['search'], end: { afterMs: 7200000 }, reason: 'moving' },
  ],
  [
    'freeze search for 1h30m moving',
    { type: 'freeze', components: ['search'], end: { afterMs: 5400000 }, reason: 'moving' },
  ],
  [
    'freeze search for 90 min moving',
    { type: 'freeze', components: ['search'], end: { afterMs: 5400000 }, reason: 'moving' },
  ],
  [
    'заморозить search на 2 часа переезд',
    { type: 'freeze', components: ['search'], end: { afterMs: 7200000 }, reason: 'переезд' },
  ],
  [
    'заморозить search на полчаса переезд',
    { type: 'freeze', components: ['search'], end: { afterMs: 1800000 }, reason: 'переезд' },
  ],
  [
    'заморозить search и billing до 18:00 завтра переезд',
    {
      type: 'freeze',
      components: ['search', 'billing'],
      end: { at: '18:00', day: { inDays: 1 } },
      reason: 'переезд',
    },
  ],
  [
    'заморозить search до завтра 18:00 по мск переезд',
    {
      type: 'freeze',
      components: ['search'],
      end: { at: '18:00', day: { inDays: 1 }, zone: 'Europe/Moscow' },
      reason: 'переезд',
    },
  ],
  [
    'freeze search until Friday 18:00 Europe/Berlin moving',
    {
      type: 'freeze',
      components: ['search'],
      end: { at: '18:00', day: { weekday: 5 }, zone: 'Europe/Berlin' },
      reason: 'moving',
    },
  ],
  [
    'freeze search until 18:00 +03:00 moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00', zone: 'UTC+3' }, reason: 'moving' },
  ],
  ['freeze search until tomorrow moving', { code: 'badEnd', text: 'until tomorrow' }],
  ['freeze search billing moving', { code: 'strayComponent', command: 'freeze', text: 'billing' }],
  ['freeze search tomorrow moving', { code: 'badEnd', text: 'tomorrow' }],
  ['freeze search 18:00 moving', { code: 'badEnd', text: '18:00' }],
  ['freeze search UTC moving', { code: 'badEnd', text: 'UTC' }],
  ['freeze search until 18:00-20:00 moving', { code: 'badEnd', text: 'until 18:00-20:00' }],
  [
    'freeze search: moving the index',
    { type: 'freeze', components: ['search'], end: null, reason: 'moving the index' },
  ],
  [
    'freeze search - moving the index',
    { type: 'freeze', components: ['search'], end: null, reason: 'moving the index' },
  ],
  [
    'freeze search, for 2h: moving the index',
    { type: 'freeze', components: ['search'], end: { afterMs: 7200000 }, reason: 'moving the index' },
  ],
  [
    'freeze all except billing for 2h moving',
    { code: 'strayComponent', command: 'freeze', text: 'except billing' },
  ],
  [
    'freeze everything until 2026-12-01 18:00 moving',
    {
      type: 'freeze',
      components: 'all',
      end: { at: '18:00', day: { date: '2026-12-01' } },
      reason: 'moving',
    },
  ],
  ['freeze search until 18:00 CST moving', { code: 'badEnd', text: 'until 18:00 CST' }],
  [
    'freeze search until 18:00 Berlin time moving',
    { type: 'freeze', components: ['search'], end: { at: '18:00', zone: 'Europe/Berlin' }, reason: 'moving' },
  ],
  [
    'freeze search for an hour moving',
    { type: 'freeze', components: ['search'], end: { afterMs: 3600000 }, reason: 'moving' },
  ],
  [
    'freeze search for half an hour, moving',
    { type: 'freeze', components: ['search'], end: { afterMs: 1800000 }, reason: 'moving' },
  ],
  [
    'freeze search because of the outage',
    { type: 'freeze', components: ['search'], end: null, reason: 'because of the outage' },
  ],
  ['freeze search moving 2h', { code: 'badEnd', text: '2h' }],
  ['freeze search moving the stuff for 2h and then more', { code: 'badEnd', text: 'for 2h' }],
  ['freeze search for 2h moving until 18:00', { code: 'badEnd', text: 'until 18:00' }],
  ['freeze search с 18:00 до 20:00 переезд', { code: 'badStart', text: 'с 18:00' }],
  ['заморозить search с 18:00 до 20:00 переезд', { code: 'badStart', text: 'с 18:00' }],
  [
    'заморозь всё до 6 вечера, переезд',
    { type: 'freeze', components: 'all', end: { at: '18:00' }, reason: 'переезд' },
  ],
  [
    'freeze search until noon moving',
    { type: 'freeze', components: ['search'], end: { at: '12:00' }, reason: 'moving' },
  ],
  [
    'freeze search until 24 December 18:00 moving',
    {
      type: 'freeze',
      components: ['search'],
      end: { at: '18:00', day: { month: 12, dayOfMonth: 24 } },
      reason: 'moving',
    },
  ],
  ['unfreeze search and billing', { type: 'unfreeze', components: ['search', 'billing'], user: null }],
  ['unfreeze search, billing please', { type: 'unfreeze', components: ['search', 'billing'], user: null }],
  ['unfreeze all @U_DORA', { type: 'unfreeze', components: 'all', user: 'U_DORA' }],
  ['unfreeze all service:ci', { type: 'unfreeze', components: 'all', user: 'service:ci' }],
  ['unfreeze search of @service:ci-2', { type: 'unfreeze', components: ['search'], user: 'service:ci-2' }],
  ['разморозь все от service:CI', { type: 'unfreeze', components: 'all', user: 'service:ci' }],
  ['unfreeze search of @U_DORA', { type: 'unfreeze', components: ['search'], user: 'U_DORA' }],
  ['разморозь search и billing', { type: 'unfreeze', components: ['search', 'billing'], user: null }],
  [
    'unlock web or rather wait for W-1?',
    { code: 'unsure', command: 'unlock', says: 'unlock web or rather wait for W-1' },
  ],
  ['unlock billing, db hangs', { code: 'strayComponent', command: 'unlock', text: 'db' }],
  ['unlock billing db hangs', { code: 'strayComponent', command: 'unlock', text: 'db' }],
  ['unlock billing it hangs', { type: 'unlock', components: ['billing'], reason: 'it hangs' }],
  ['unlock', { code: 'missingComponent', command: 'unlock' }],
  ['снять блокировку billing', { code: 'unknownCommand', word: 'снять', nearest: 'unlock', says: null }],
  ['разблокируй billing зависло', { type: 'unlock', components: ['billing'], reason: 'зависло' }],
  [
    'заморозь search и billing на 2 часа переезд',
    { type: 'freeze', components: ['search', 'billing'], end: { afterMs: 7200000 }, reason: 'переезд' },
  ],
  [
    'заморозить search, billing на 30 минут переезд',
    { type: 'freeze', components: ['search', 'billing'], end: { afterMs: 1800000 }, reason: 'переезд' },
  ],
  [
    'заморозить search 2ч переезд',
    { type: 'freeze', components: ['search'], end: { afterMs: 7200000 }, reason: 'переезд' },
  ],
  [
    'заморозить search переезд на 2 часа',
    { type: 'freeze', components: ['search'], end: { afterMs: 7200000 }, reason: 'переезд' },
  ],
  [
    'заморозить search до 18:00 UTC переезд',
    { type: 'freeze', components: ['search'], end: { at: '18:00', zone: 'UTC' }, reason: 'переезд' },
  ],
  [
    'заморозить search до пятницы 18:00 переезд',
    { type: 'freeze', components: ['search'], end: { at: '18:00', day: { weekday: 5 } }, reason: 'переезд' },
  ],
  [
    'заморозить search до полудня переезд',
    { type: 'freeze', components: ['search'], end: { at: '12:00' }, reason: 'переезд' },
  ],
  [
    'заморозить search на час переезд',
    { type: 'freeze', components: ['search'], end: { afterMs: 3600000 }, reason: 'переезд' },
  ],
  ['заморозить search billing переезд', { code: 'strayComponent', command: 'freeze', text: 'billing' }],
  [
    'заморозить все кроме billing на 2ч переезд',
    { code: 'strayComponent', command: 'freeze', text: 'кроме billing' },
  ],
  ['разморозить search, billing', { type: 'unfreeze', components: ['search', 'billing'], user: null }],
  ['pause billing', { code: 'unknownCommand', word: 'pause', nearest: 'freeze', says: null }],
  ['block billing', { code: 'unknownCommand', word: 'block', nearest: 'freeze', says: null }],
  [
    'unblock billing it hangs',
    { code: 'unknownCommand', word: 'unblock', nearest: 'unlock', says: 'unlock billing it hangs' },
  ],
  [
    'freez billing works',
    { code: 'unknownCommand', word: 'freez', nearest: 'freeze', says: 'freeze billing works' },
  ],
  ['release lock billing', { code: 'unknownCommand', word: 'release', nearest: 'unlock', says: null }],
])('%j', (text, read) => {
  expect(said(text)).toMatchObject(read);
});
