/** Texts that read as a command but may not be meant as one: they need a confirmation. Each row stands for a whole kind. */
import { expect, it } from 'vitest';
import { parseCommand } from '../../../domain/command/parse-command.ts';
import { said } from './said.ts';

it.each<[string, string, string]>([
  ['accept PAY-1 👎', 'accept', 'accept PAY-1'],
  ['accept 👎 PAY-1', 'accept', 'accept PAY-1'],
  ['ok PAY-1 :thumbsdown:', 'accept', 'accept PAY-1'],
  ['accept PAY-1 ❌ tests are red', 'accept', 'accept PAY-1 tests are red'],
  ['dep finish PAY-1 🤔', 'depFinish', 'dep finish PAY-1'],
  ['unfreeze search 🚫', 'unfreeze', 'unfreeze search'],
  ['accept PAY-1👎', 'accept', 'accept PAY-1'],
  ['unfreeze search👎', 'unfreeze', 'unfreeze search'],
  ['авария? нет', 'incident', 'авария? нет'],
  ['start? PAY-1', 'depStart', 'dep start PAY-1'],
  ['готово? PAY-1', 'depFinish', 'dep finish PAY-1'],
  ['готово PAY-1?', 'depFinish', 'dep finish PAY-1'],
  ['откат PAY-1?', 'depRollback', 'dep rollback PAY-1'],
  ['откатить PAY-1?', 'depRollback', 'dep rollback PAY-1'],
  ['cancel PAY-1?', 'cancel', 'cancel PAY-1'],
  ['accept PAY-1? looks fine', 'accept', 'accept PAY-1 looks fine'],
  ['lgtm PAY-1 shall we go?', 'accept', 'accept PAY-1 shall we go?'],
  ['handover PAY-1 to @U_DORA?', 'handover', 'handover PAY-1 @U_DORA'],
  ['unfreeze all?', 'unfreeze', 'unfreeze all'],
  ['freeze search for 2h moving?', 'freeze', 'freeze search for 2h moving'],
  ['unlock billing it hangs?', 'unlock', 'unlock billing it hangs'],
  ['accept PAY-1 not', 'accept', 'accept PAY-1'],
  ['accept PAY-1 - no, wait', 'accept', 'accept PAY-1'],
  ['ok PAY-1 but not now', 'accept', 'accept PAY-1'],
  ['принять PAY-1 или подождём', 'accept', 'accept PAY-1'],
])('is not sure of %j', (text, command, says) => {
  expect(said(text)).toMatchObject({ code: 'unsure', command, says });
});

it.each<[string, string, string, string]>([
  ['accept PAY-1 if tests pass', 'accept', 'if tests pass', 'accept PAY-1'],
  ['lgtm PAY-1, but only if QA is done', 'accept', 'but only if QA is done', 'accept PAY-1'],
  ['accept PAY-1 tomorrow', 'accept', 'tomorrow', 'accept PAY-1'],
  ['dep start PAY-1 at 18:00', 'depStart', 'at 18:00', 'dep start PAY-1'],
  ['start PAY-1 in 2h', 'depStart', 'in 2h', 'dep start PAY-1'],
  ['dep start PAY-1 after lunch', 'depStart', 'after lunch', 'dep start PAY-1'],
  ['старт PAY-1 через час', 'depStart', 'через час', 'dep start PAY-1'],
  ['старт PAY-1 завтра', 'depStart', 'завтра', 'dep start PAY-1'],
  ['принять PAY-1 если тесты зелёные', 'accept', 'если тесты зелёные', 'accept PAY-1'],
  ['cancel PAY-1 tomorrow 9:00', 'cancel', 'tomorrow 9:00', 'cancel PAY-1'],
  ['dep rollback PAY-1 if errors rise', 'depRollback', 'if errors rise', 'dep rollback PAY-1'],
])('does nothing later, nor on a condition: %j', (text, command, until, says) => {
  expect(said(text)).toMatchObject({ code: 'notLater', command, text: until, says });
});

it.each<[string, object]>([
  ['accept PAY-1 no objections', { type: 'accept', reason: 'no objections' }],
  ['accept PAY-1 not tested but trivial', { type: 'accept', reason: 'not tested but trivial' }],
  ['accept PAY-1 once more', { type: 'accept', reason: 'once more' }],
  ['accept PAY-1 after a long review', { type: 'accept', reason: 'after a long review' }],
  ['принять PAY-1 нет возражений', { type: 'accept', reason: 'нет возражений' }],
  ['dep start PAY-1 now', { type: 'depStart', reason: 'now' }],
  ['dep start PAY-1 30 min', { type: 'depStart', reason: '30 min' }],
  ['dep finish PAY-1 at 18:00', { type: 'depFinish', reason: 'at 18:00' }],
  ['reject PAY-1 where is the plan?', { type: 'reject', reason: 'where is the plan?' }],
  ['reject PAY-1 ❌ no plan', { type: 'reject', reason: '❌ no plan' }],
  ['отклонить PAY-1 не готово', { type: 'reject', reason: 'не готово' }],
  ['cancel PAY-1 not needed', { type: 'cancel', reason: 'not needed' }],
  ['accept https://tracker.example.com/browse/PAY-1?focused=1', { type: 'accept', ticket: 'PAY-1' }],
])('is sure of %j', (text, command) => {
  expect(said(text)).toMatchObject(command);
});

it.each(['accept PAY-1 👎', 'accept PAY-1?', 'accept PAY-1 if tests pass', 'lgtm PAY-1 shall we?'])(
  'does %j once it is confirmed',
  (text) => {
    const grammar = { linkTemplates: [], slash: false, sure: true };
    expect(parseCommand(text, grammar)).toMatchObject({ ok: true, command: { type: 'accept' } });
  },
);

it.each<[string, object]>([
  ['accept 👎', { code: 'unsure', says: 'accept PAY-9' }],
  ['accept if tests pass', { code: 'notLater', says: 'accept PAY-9' }],
  ['here you go', { code: 'unsure', command: 'adminHere' }],
  ['here it is', { code: 'unsure', command: 'adminHere' }],
  ['accept P1', { code: 'unsure', command: 'accept' }],
  ['cancel A1', { code: 'unsure', command: 'cancel' }],
  ['dep finish P10', { code: 'unsure', command: 'depFinish' }],
  ['cancel PAY 10', { code: 'unsure', command: 'cancel' }],
  ...[
    'dep start PAY-1 tomorrow morning',
    'dep start PAY-1 this evening',
    'dep start PAY-1 next week',
    'dep start PAY-1 at 10',
    'выкатываем PAY-1 завтра утром',
    'выкатываем PAY-1 сегодня вечером',
  ].map((text): [string, object] => [text, { code: 'notLater' }]),
  ['dep start PAY-1 не сегодня', { code: 'unsure', command: 'depStart' }],
  ['тут ошибка', { code: 'unsure', command: 'adminHere' }],
  ['here is the error log', { code: 'unsure', command: 'adminHere' }],
  ['старт отложен', { code: 'unsure', command: 'depStart' }],
  ['старт не удался', { code: 'unsure', command: 'depStart' }],
  ['отмена не нужна', { code: 'unsure', command: 'cancel' }],
  ['откат не нужен', { code: 'unsure', command: 'depRollback' }],
  ['готово не всё', { code: 'unsure', command: 'depFinish' }],
  ['принято к сведению', { code: 'unsure', command: 'accept' }],
  ['не готово', { code: 'unknownCommand', says: null }],
  ['готово', { type: 'depFinish', ticket: 'PAY-9' }],
  ['cancel it', { type: 'cancel', ticket: 'PAY-9', reason: null }],
  ['accept this release, please', { type: 'accept', ticket: 'PAY-9' }],
  ['start it', { type: 'depStart', ticket: 'PAY-9' }],
  ['reject it', { code: 'missingReason', command: 'reject', subject: 'PAY-9' }],
  ['принять этот релиз', { type: 'accept', ticket: 'PAY-9' }],
])('%j, where PAY-9 is spoken of', (text, read) => {
  expect(said(text, 'PAY-9')).toMatchObject(read);
});

it.each<[string, object]>([
  ['ok, accept PAY-1', { nearest: 'accept', says: 'accept PAY-1' }],
  ['done, accept PAY-1', { nearest: 'accept', says: 'accept PAY-1' }],
  ['go ahead and accept PAY-1', { nearest: 'accept', says: 'accept PAY-1' }],
  ['no, accept PAY-1', { nearest: 'accept', says: 'accept PAY-1' }],
  ['stop! cancel PAY-1', { nearest: 'cancel', says: 'cancel PAY-1' }],
  ['> accept PAY-1', { nearest: 'accept', says: 'accept PAY-1' }],
  ['PAY-1 👎', { nearest: 'reject', says: null }],
  ['PAY-1 not ok', { nearest: 'status', says: 'status PAY-1' }],
  ['PAY-1 пока не готово', { nearest: 'status', says: 'status PAY-1' }],
  ['не готово PAY-1', { nearest: null, says: null }],
  ['прод лежит', { nearest: 'incident', says: null }],
])('offers what %j may mean', (text, meaning) => {
  expect(said(text)).toMatchObject({ code: 'unknownCommand', ...meaning });
});

it.each<[string, object]>([
  ['1. accept PAY-1 2. accept PAY-2', { code: 'unknownOption', option: 'accept PAY-2' }],
  ['accept PAY-1 or PAY-2', { code: 'unknownOption', option: 'PAY-2' }],
  ['how do I accept PAY-1?', { type: 'help', topic: 'accept' }],
  ['как откатить PAY-1', { type: 'help', topic: 'depRollback' }],
  ['what does override do?', { type: 'help', topic: 'override' }],
  ['who are you?', { type: 'help', topic: null }],
  ['what can I do here?', { type: 'help', topic: null }],
  ['accept PAY-1🎉', { type: 'accept', ticket: 'PAY-1' }],
  ['dobro 🎫PAY-1🙏', { type: 'request', subject: { tickets: ['PAY-1'] } }],
  ['добро на релиз PAY-1', { type: 'request', subject: { tickets: ['PAY-1'] } }],
  ['dobro PAY-1 component:billing', { code: 'unknownOption', nearest: 'components:' }],
  ['check PAY-1 again', { type: 'recheck', ticket: 'PAY-1' }],
  ['проверь PAY-1 еще раз, пожалуйста', { type: 'recheck', ticket: 'PAY-1' }],
  ['where is my release?', { type: 'mine' }],
  ['am I in the queue?', { type: 'mine' }],
  ["who's in the queue?", { type: 'queue', component: null }],
  ['who approves PAY-1', { type: 'status', ticket: 'PAY-1' }],
  ['who released PAY-1?', { type: 'status', ticket: 'PAY-1' }],
  ['queue PAY-1', { type: 'status', ticket: 'PAY-1' }],
  ['status billing', { type: 'who', component: 'billing' }],
  ['что там с PAY-1', { type: 'status', ticket: 'PAY-1' }],
  ['log until 12:00', { code: 'unknownOption', option: 'until' }],
  ['лог с 10:00 до 12:00', { code: 'unknownOption', option: 'до' }],
  ['what changed since 14:05', { type: 'blame', time: { at: '14:05' }, component: null }],
  ['инцидент час назад касса лежит', { time: { agoMs: 3_600_000 }, text: 'касса лежит' }],
  ['who froze search?', { type: 'who', component: 'search' }],
  ['what is the status?', { type: 'status', ticket: null }],
  ['are you there?', { code: 'greeting' }],
  ['accept PAY-1 pretty please', { type: 'accept', ticket: 'PAY-1' }],
])('%j', (text, read) => {
  expect(said(text)).toMatchObject(read);
});
