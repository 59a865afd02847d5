import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestOptions, RequestSubject } from '../../../domain/command/command.ts';
import { commands, commandTypes, spellingsOf } from '../../../domain/command/commands.ts';
import { parseCommand } from '../../../domain/command/parse-command.ts';
import { folded } from '../../../domain/command/vocabulary.ts';

const linkTemplates = ['https://tracker.example.com/browse/{key}'];
const parse = (text: string, slash = false) => parseCommand(text, { linkTemplates, slash });

const request = (over: Partial<RequestOptions> = {}, ...tickets: string[]) =>
  asked({ tickets: tickets.length === 0 ? ['PAY-1'] : tickets, text: null }, over);

const text = (words: string, over: Partial<RequestOptions> = {}) => asked({ tickets: [], text: words }, over);

const asked = (subject: RequestSubject, over: Partial<RequestOptions> = {}) => ({
  type: 'request',
  subject,
  options: { wikiLink: null, noNeedAdmin: false, hotfix: false, components: null, ...over },
});

it.each([
  ...['《》', '〈〉', '〝〞', '❝❞', '＂＂', '＇＇', '″″', '´´', '„‟', '‹›', '「」'],
  ...['``````', '````', "''''", '"“”"', '«  »', '"  "'],
])('a text may stand in %s', (marks) => {
  const [open, close] = [marks.slice(0, marks.length / 2), marks.slice(marks.length / 2)];
  expect(parse(`dobro ${open}New field${close} hotfix`)).toEqual({
    ok: true,
    command: text('New field', { hotfix: true }),
  });
});

describe('what is said is read as', () => {
  it.each([
    ['dobro PAY-1', request()],
    ['  DOBRO\n pay-1  ', request()],
    ['*dobro* `PAY-1`', request()],
    ['dobro https://tracker.example.com/browse/PAY-1 hotfix', request({ hotfix: true })],
    ['dobro <https://tracker.example.com/browse/PAY-1>, `#PAY-1`', request()],
    ['dobro no_need_admin PAY-1', request({ noNeedAdmin: true })],
    [
      'dobro PAY-1 https://wiki.example.com/a?b=1&amp;c=2',
      request({ wikiLink: 'https://wiki.example.com/a?b=1&amp;c=2' }),
    ],
    [
      'dobro PAY-1 https://wiki.example.com/a_(b), hotfix.',
      request({ wikiLink: 'https://wiki.example.com/a_(b)', hotfix: true }),
    ],
    ['dobro PAY-1 (<https://wiki.example.com/a>).', request({ wikiLink: 'https://wiki.example.com/a' })],
    ['dobro https://wiki.example.com/a PAY-1', request({ wikiLink: 'https://wiki.example.com/a' })],
    ['dobro components:Billing,db PAY-1 HOTFIX', request({ components: ['billing', 'db'], hotfix: true })],
    ['dobro PAY-1 components: billing, db', request({ components: ['billing', 'db'] })],
    ['dobro PAY-1 components:billing , db , billing', request({ components: ['billing', 'db'] })],
    ['dobro owner/repo#12', request({}, 'OWNER/REPO#12')],
    ['dobro PAY-1 PAY-2, #pay-3,PAY-4 , PAY-2', request({}, 'PAY-1', 'PAY-2', 'PAY-3', 'PAY-4')],
    ['dobro hotfix 4711,owner/repo#12', request({ hotfix: true }, '4711', 'OWNER/REPO#12')],
    ['dobro PAY-1, components:a,b PAY-2', request({ components: ['a', 'b'] }, 'PAY-1', 'PAY-2')],
    ['dobro "PAY-1" `pay-2`', request({}, 'PAY-1', 'PAY-2')],
    ['dobro PAY-1, PAY-2 and PAY-3', request({}, 'PAY-1', 'PAY-2', 'PAY-3')],
    ['добро PAY-1 и PAY-2', request({}, 'PAY-1', 'PAY-2')],
    ['dobro PAY-1+PAY-2;PAY-3、PAY-4', request({}, 'PAY-1', 'PAY-2', 'PAY-3', 'PAY-4')],
    ['dobro\n1. PAY-1\n2. PAY-2', request({}, 'PAY-1', 'PAY-2')],
    ['dobro 1) 4711 2) 4712', request({}, '4711', '4712')],
    ['dobro 1, 2. 3', request({}, '1', '2', '3')],
    ['dobro PAY-1 components:a and b', request({ components: ['a', 'b'] })],
    ['dobro components: a, b and c PAY-1', request({ components: ['a', 'b', 'c'] })],
    ['dobro PAY-2 components:a PAY-1', request({ components: ['a'] }, 'PAY-2', 'PAY-1')],
    ['dobro components:a, PAY-1', request({ components: ['a'] })],
    ['recheck PAY-1', { type: 'recheck', ticket: 'PAY-1' }],
    ['accept #PAY-1!', { type: 'accept', ticket: 'PAY-1' }],
    ['reject PAY-1 not  on\na Friday', { type: 'reject', ticket: 'PAY-1', reason: 'not  on\na Friday' }],
    ['here PAY-1', { type: 'adminHere', ticket: 'PAY-1' }],
    ['dep start PAY-1', { type: 'depStart', ticket: 'PAY-1' }],
    ['depstart PAY-1', { type: 'depStart', ticket: 'PAY-1' }],
    ['Dep-Finish PAY-1', { type: 'depFinish', ticket: 'PAY-1' }],
    ['dep rollback PAY-1', { type: 'depRollback', ticket: 'PAY-1', reason: null }],
    ['dep rollback PAY-1 it broke', { type: 'depRollback', ticket: 'PAY-1', reason: 'it broke' }],
    ['cancel PAY-1 PAY-1 is wrong', { type: 'cancel', ticket: 'PAY-1', reason: 'PAY-1 is wrong' }],
    ['handover PAY-1 @U_DORA', { type: 'handover', ticket: 'PAY-1', user: 'U_DORA' }],
    ['hotfix PAY-1 shop is down', { type: 'hotfix', ticket: 'PAY-1', reason: 'shop is down' }],
    ['хотфикс pay-1 магазин лежит', { type: 'hotfix', ticket: 'PAY-1', reason: 'магазин лежит' }],
    ['override PAY-1 customers wait', { type: 'override', ticket: 'PAY-1', reason: 'customers wait' }],
    ['freeze billing works', { type: 'freeze', components: ['billing'], end: null, reason: 'works' }],
    [
      'freeze ALL for 2h network works',
      { type: 'freeze', components: 'all', end: { afterMs: 7_200_000 }, reason: 'network works' },
    ],
    [
      'freeze db until 18:00 works',
      { type: 'freeze', components: ['db'], end: { at: '18:00' }, reason: 'works' },
    ],
    [
      'freeze db for 2 h works',
      { type: 'freeze', components: ['db'], end: { afterMs: 7_200_000 }, reason: 'works' },
    ],
    ['unfreeze all', { type: 'unfreeze', components: 'all', user: null }],
    ['unlock billing it hangs', { type: 'unlock', components: ['billing'], reason: 'it hangs' }],
    [', dep start PAY-1', { type: 'depStart', ticket: 'PAY-1' }],
    [': dobro PAY-1', request()],
    ['— dep finish PAY-1', { type: 'depFinish', ticket: 'PAY-1' }],
    ['\u200Breject\u200B PAY-1\uFEFF not - now', { type: 'reject', ticket: 'PAY-1', reason: 'not - now' }],
    ['queue', { type: 'queue', component: null }],
    ['queue Billing', { type: 'queue', component: 'billing' }],
    ['status 4711', { type: 'status', ticket: '4711' }],
    ['log', { type: 'log', subject: null, since: null }],
    ['log Billing', { type: 'log', subject: { name: 'billing', ticket: null }, since: null }],
    ['log pay-1', { type: 'log', subject: { name: 'pay-1', ticket: 'PAY-1' }, since: null }],
    ['log since 2h', { type: 'log', subject: null, since: { agoMs: 7_200_000 } }],
    ['log since 2h ago', { type: 'log', subject: null, since: { agoMs: 7_200_000 } }],
    [
      'log db since 2026-03-02',
      { type: 'log', subject: { name: 'db', ticket: null }, since: { local: '2026-03-02' } },
    ],
    ['лог с 14:05', { type: 'log', subject: null, since: { at: '14:05' } }],
    ['blame now', { type: 'blame', time: { agoMs: 0 }, component: null }],
    ['blame 40m ago Billing', { type: 'blame', time: { agoMs: 2_400_000 }, component: 'billing' }],
    ['виновник 14:05 db', { type: 'blame', time: { at: '14:05' }, component: 'db' }],
    ['кто виноват 40м назад', { type: 'blame', time: { agoMs: 2_400_000 }, component: null }],
    [
      'blame https://x.slack.com/archives/C1/p1700000000123456 db',
      { type: 'blame', time: { instant: 1_700_000_000_123 }, component: 'db' },
    ],
    [
      'incident 14:05 checkout  is slow',
      { type: 'incident', time: { at: '14:05' }, text: 'checkout  is slow' },
    ],
    ['Авария 5м назад касса', { type: 'incident', time: { agoMs: 300_000 }, text: 'касса' }],
    ['stats', { type: 'stats', component: null, forMs: null }],
    ['stats Billing', { type: 'stats', component: 'billing', forMs: null }],
    ['stats 2h', { type: 'stats', component: null, forMs: 7_200_000 }],
    ['stats 2h db', { type: 'stats', component: 'db', forMs: 7_200_000 }],
    ['статистика db 2ч', { type: 'stats', component: 'db', forMs: 7_200_000 }],
    ['stats 30x', { type: 'stats', component: '30x', forMs: null }],
    ['help', { type: 'help', topic: null }],
    ['help dep  start', { type: 'help', topic: 'depStart' }],
    ['добро PAY-1', request()],
    ['«Добро» pay-1, ХОТФИКС без_админа', request({ hotfix: true, noNeedAdmin: true })],
    ['добро PAY-1 Компоненты: billing , db', request({ components: ['billing', 'db'] })],
    ['Принято PAY-1!', { type: 'accept', ticket: 'PAY-1' }],
    ['отклонить PAY-1 не  сегодня', { type: 'reject', ticket: 'PAY-1', reason: 'не  сегодня' }],
    ['тут PAY-1', { type: 'adminHere', ticket: 'PAY-1' }],
    ['старт PAY-1', { type: 'depStart', ticket: 'PAY-1' }],
    ['деп  Финиш PAY-1', { type: 'depFinish', ticket: 'PAY-1' }],
    ['деп-откат PAY-1 упало', { type: 'depRollback', ticket: 'PAY-1', reason: 'упало' }],
    ['передать PAY-1 *@U_DORA*!', { type: 'handover', ticket: 'PAY-1', user: 'U_DORA' }],
    [
      'заморозить ВСЁ на 2ч работы в сети',
      { type: 'freeze', components: 'all', end: { afterMs: 7_200_000 }, reason: 'работы в сети' },
    ],
    [
      'заморозить db до 18:00 работы',
      { type: 'freeze', components: ['db'], end: { at: '18:00' }, reason: 'работы' },
    ],
    [
      'заморозить db на 2 ч. работы',
      { type: 'freeze', components: ['db'], end: { afterMs: 7_200_000 }, reason: 'работы' },
    ],
    ['разморозить все', { type: 'unfreeze', components: 'all', user: null }],
    ['разблокировать billing зависло', { type: 'unlock', components: ['billing'], reason: 'зависло' }],
    ['помощь деп старт', { type: 'help', topic: 'depStart' }],
  ])('%j', (text, command) => {
    expect(parse(text)).toEqual({ ok: true, command });
  });

  const wiki = 'https://wiki.example.com/a_(b)?c=1#d';
  it.each([
    [
      `dobro ${wiki} components:web`,
      asked({ tickets: [], text: null }, { wikiLink: wiki, components: ['web'] }),
    ],
    [`dobro "${wiki}"`, asked({ tickets: [], text: null }, { wikiLink: wiki })],
    ['dobro "New  onboarding, PAY-1 style" hotfix', text('New  onboarding, PAY-1 style', { hotfix: true })],
    [
      `dobro components:web 'It’s a "test"' ${wiki}`,
      text('It’s a "test"', { components: ['web'], wikiLink: wiki }),
    ],
    ['добро «Новый онбординг» хотфикс', text('Новый онбординг', { hotfix: true })],
    ['dobro “New one”.', text('New one')],
    ['dobro „Neues Feld“', text('Neues Feld')],
    ['dobro »Neues Feld«', text('Neues Feld')],
    ['dobro « Nouvel accueil » components:web', text('Nouvel accueil', { components: ['web'] })],
    ['dobro " New onboarding "', text('New onboarding')],
    ['dobro "«New» and «old»"', text('«New» and «old»')],
    ['dobro ‹Nouvel écran›', text('Nouvel écran')],
    ['dobro 「新しい画面」', text('新しい画面')],
    ['dobro "He said "no" and left"', text('He said "no" and left')],
    ['dobro ‘A b’, hotfix', text('A b', { hotfix: true })],
    ["dobro 'the users' list'", text("the users' list")],
    ['dobro `a b`', text('a b')],
    ['dobro *"a b"* hotfix', text('a b', { hotfix: true })],
    ['dobro "a" hotfix', text('a', { hotfix: true })],
  ])('%j, without a ticket', (said, command) => {
    expect(parse(said)).toEqual({ ok: true, command });
  });

  it.each(commandTypes)('%s by each of its Russian words, in capitals too', (type) => {
    const { word, russian } = commands[type];
    for (const spelling of russian) {
      for (const typed of [spelling, spelling.toUpperCase(), spelling.normalize('NFD')]) {
        expect(parse(`help ${typed}`)).toEqual({ ok: true, command: { type: 'help', topic: type } });
        const [first, second] = [parse(`${typed} PAY-1 a b`), parse(`${word} PAY-1 a b`)];
        expect(first).toEqual(second);
      }
    }
  });

  it('one command only, for each word', () => {
    const all = commandTypes.flatMap(spellingsOf);
    expect(new Set(all).size).toBe(all.length);
    expect(all.map(folded)).toEqual(all);
  });

  it('a request, in a slash command that begins with a ticket', () => {
    expect(parse('PAY-1 hotfix', true)).toEqual({ ok: true, command: request({ hotfix: true }) });
    expect(parse('PAY-1, PAY-2', true)).toEqual({ ok: true, command: request({}, 'PAY-1', 'PAY-2') });
    expect(parse('"A b" hotfix', true)).toEqual({ ok: true, command: text('A b', { hotfix: true }) });
    expect(parse('https://wiki.example.com/a', true)).toMatchObject({
      ok: true,
      command: { type: 'request' },
    });
    expect(parse('status PAY-1', true)).toEqual({ ok: true, command: { type: 'status', ticket: 'PAY-1' } });
  });

  it.each([
    ['components:db PAY-1', request({ components: ['db'] })],
    ['*components:* db, web PAY-1', request({ components: ['db', 'web'] })],
    ['no_need_admin PAY-1 hotfix', request({ noNeedAdmin: true, hotfix: true })],
    ['без_админа PAY-1', request({ noNeedAdmin: true })],
    ['components:db "A b"', text('A b', { components: ['db'] })],
    [
      'components:db https://wiki.example.com/a',
      asked({ tickets: [], text: null }, { wikiLink: 'https://wiki.example.com/a', components: ['db'] }),
    ],
  ])('a request, in a slash command that begins with an option: %j', (said, command) => {
    expect(parse(said, true)).toEqual({ ok: true, command });
    expect(parse(said)).toMatchObject({ ok: false, mistake: { code: 'unknownCommand' } });
  });

  it('the command `hotfix`, in a slash command that begins with that word', () => {
    expect(parse('hotfix PAY-1', true)).toMatchObject({ ok: false, mistake: { code: 'missingReason' } });
  });
});

describe('what cannot be read is named', () => {
  it.each([
    ['', { code: 'empty' }],
    [' \n ', { code: 'empty' }],
    ['x'.repeat(4000), { code: 'tooLong', limit: 3000 }],
    ['accpt PAY-1', { code: 'unknownCommand', word: 'accpt', nearest: 'accept', says: 'accept PAY-1' }],
    ['PAY-1', { code: 'unknownCommand', word: 'PAY-1', nearest: 'request', says: null }],
    [
      'dep strat PAY-1',
      { code: 'unknownCommand', word: 'dep strat', nearest: 'depStart', says: 'dep start PAY-1' },
    ],
    ['accept', { code: 'missingTicket', command: 'accept' }],
    ['dobro hotfix', { code: 'missingTicket', command: 'request' }],
    ['accept it', { code: 'badTicket', command: 'accept', text: 'it' }],
    ['accept PAY-1 PAY-2', { code: 'unknownOption', command: 'accept', option: 'PAY-2', nearest: null }],
    ['reject PAY-1', { code: 'missingReason', command: 'reject', subject: 'PAY-1' }],
    ['freeze billing for 2h', { code: 'missingReason', command: 'freeze', subject: 'billing' }],
    ['freeze billing for 2 h', { code: 'missingReason', command: 'freeze', subject: 'billing' }],
    ['freeze billing for 2 works', { code: 'badEnd', text: 'for 2' }],
    ['freeze billing for long works', { code: 'badEnd', text: 'for long' }],
    ['freeze billing until 25:00 works', { code: 'badEnd', text: 'until 25:00' }],
    ['freeze', { code: 'missingComponent', command: 'freeze' }],
    ['blame', { code: 'missingTime', command: 'blame' }],
    ['blame billing', { code: 'badTime', command: 'blame', text: 'billing' }],
    ['blame 25:00 billing', { code: 'badTime', command: 'blame', text: '25:00 billing' }],
    ['blame now db mail', { code: 'unknownOption', command: 'blame', option: 'mail', nearest: null }],
    ['incident', { code: 'missingIncident' }],
    ['incident 14:05', { code: 'missingIncident' }],
    ['incident 25:00 checkout is slow', { code: 'badTime', command: 'incident', text: '25:00' }],
    ['stats 30d 3d', { code: 'unknownOption', command: 'stats', option: '3d', nearest: null }],
    ['stats db mail', { code: 'unknownOption', command: 'stats', option: 'mail', nearest: null }],
    ['stats db 30d soon', { code: 'unknownOption', command: 'stats', option: 'soon', nearest: null }],
    ['log since', { code: 'missingTime', command: 'log' }],
    ['log db since', { code: 'missingTime', command: 'log' }],
    ['log since then', { code: 'badTime', command: 'log', text: 'then' }],
    ['log since 25:00', { code: 'badTime', command: 'log', text: '25:00' }],
    ['log since 2026-02-30', { code: 'badTime', command: 'log', text: '2026-02-30' }],
    ['log billing soon', { code: 'unknownOption', command: 'log', option: 'soon', nearest: null }],
    ['unlock billing', { code: 'missingReason', command: 'unlock', subject: 'billing' }],
    ['handover PAY-1 dora', { code: 'missingUser', ticket: 'PAY-1' }],
    ['handover PAY-1 @dora', { code: 'missingUser', ticket: 'PAY-1' }],
    ['handover PAY-1 @S0614TZR7', { code: 'missingUser', ticket: 'PAY-1' }],
    [
      'dobro PAY-1 no_need_amdin',
      { code: 'unknownOption', command: 'request', option: 'no_need_amdin', nearest: 'no_need_admin' },
    ],
    [
      `dobro ${Array.from({ length: 21 }, (_, n) => `PAY-${n}`).join(' ')}`,
      { code: 'tooManyTickets', limit: 20 },
    ],
    ['dobro hotfix ""', { code: 'badText', problem: 'empty', limit: 300 }],
    ['dobro ""', { code: 'badText', problem: 'empty', limit: 300 }],
    ['dobro «» components:web', { code: 'badText', problem: 'empty', limit: 300 }],
    ['dobro "New onboarding" "and more"', { code: 'badText', problem: 'several', limit: 300 }],
    ['dobro "a" components:web hotfix "b"', { code: 'badText', problem: 'several', limit: 300 }],
    ["dobro “a” and 'b'", { code: 'badText', problem: 'several', limit: 300 }],
    ['dobro "New onboarding', { code: 'badText', problem: 'unclosed', limit: 300 }],
    [`dobro "${'x'.repeat(301)}"`, { code: 'badText', problem: 'tooLong', limit: 300 }],
    ['dobro PAY-1 "New onboarding"', { code: 'badText', problem: 'besideTicket', limit: 300 }],
    [
      'dobro https://w.example.com/a https://w.example.com/b',
      { code: 'unknownOption', command: 'request', option: 'https://w.example.com/b', nearest: null },
    ],
    ['dobro New onboarding', { code: 'unknownOption', command: 'request', option: 'New', nearest: null }],
    ['dobro PAY-1 components:', { code: 'badComponents', text: 'components:' }],
    ['dobro PAY-1 components:a_b', { code: 'badComponents', text: 'components:a_b' }],
    ['принить PAY-1', { code: 'unknownCommand', word: 'принить', nearest: 'accept', says: 'accept PAY-1' }],
    [
      'деп страт PAY-1',
      { code: 'unknownCommand', word: 'деп страт', nearest: 'depStart', says: 'dep start PAY-1' },
    ],
    ['xyz', { code: 'unknownCommand', word: 'xyz', nearest: null, says: null }],
    ['заморозить db на 2 с половиной часа', { code: 'badEnd', text: 'на 2' }],
    ['заморозить db на время переезда', { code: 'badEnd', text: 'на время' }],
    ['заморозить все', { code: 'missingReason', command: 'freeze', subject: 'all' }],
    [
      'добро PAY-1 безадмина',
      { code: 'unknownOption', command: 'request', option: 'безадмина', nearest: 'no_need_admin' },
    ],
    ['помощь деп', { code: 'unknownTopic', text: 'деп', nearest: 'depStart' }],
    ['help accpt', { code: 'unknownTopic', text: 'accpt', nearest: 'accept' }],
  ])('%j', (text, mistake) => {
    expect(parse(text)).toEqual({ ok: false, mistake });
  });

  it('whatever is said, and at once', () => {
    const words = fc.constantFrom(
      'dobro',
      'components:',
      ',',
      '<',
      '>',
      '|',
      '@U1',
      'PAY-1',
      '#',
      '`',
      'dep',
      'https://',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words, { maxLength: 30 }).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(text, fc.boolean(), (said, slash) => {
        expect(typeof parse(said, slash).ok).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });
});
