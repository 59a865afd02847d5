/** Every text exists in every language, without words of another, and user input in it has no meaning in Slack's markup. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelTroubles } from '../../domain/trouble.ts';
import { waitKinds } from '../../domain/messages/digest.ts';
import type { Mistake } from '../../domain/command/command.ts';
import { commands, commandTypes, spellingsOf } from '../../domain/command/commands.ts';
import type { LockAnswer, LockEvent } from '../../domain/lock/events.ts';
import type { ReleaseAnswer } from '../../domain/release/answers.ts';
import type { EventType, ReleaseEvent } from '../../domain/release/events.ts';
import { reasonedSteps, steps } from '../../domain/release/steps.ts';
import { languages } from '../../domain/settings.ts';
import type { Language } from '../../domain/settings.ts';
import { homeParts } from '../../texts/home.ts';
import { textsIn } from '../../texts/index.ts';
import type { Texts } from '../../texts/index.ts';
import { anyLog } from '../support/any-log.ts';
import { anyWatch } from '../support/any-watch.ts';
import { anyOf, anything, hostile, wordless } from '../support/anything.ts';
import type { Given } from '../support/anything.ts';
import { expectEscaped } from '../support/slack-limits.ts';

/** Arbitrary arguments for each function of the texts. A new function does not compile without a line here. */
type Said = { readonly [T in keyof Texts]: fc.Arbitrary<(texts: Texts) => readonly string[]> };

const plainTexts = ['button', 'reasonForm', 'offerButton', 'meantButton'] satisfies (keyof Texts)[];

const answersOf = <A>(
  refusals: Readonly<Record<string, fc.Arbitrary<object>>>,
  done: fc.Arbitrary<A>,
): fc.Arbitrary<A> =>
  fc.oneof(
    done,
    ...Object.entries(refusals).map(([code, facts]) =>
      facts.map((found) => ({ done: false, code, facts: found }) as A),
    ),
  );

function everything(given: Given): Said {
  const any = anything(given);
  const { card, around, user, users, epoch, queued } = any;
  const { component, ticket } = given;
  const event = anyOf<EventType, ReleaseEvent>('type', eventsOf(any));
  const answers = answersOf<ReleaseAnswer>(
    any.refusals,
    fc.record(
      { done: fc.constant(true), stage: any.stage, passed: any.passed },
      { requiredKeys: ['done', 'stage'] },
    ),
  );
  const lockAnswers = answersOf<LockAnswer>(
    any.lockRefusals,
    any.commanded.map((done) => ({ done: true, event: done })),
  );
  const components = fc.array(component, { maxLength: 3 });
  const watched = anyWatch(given);
  const alert = fc.record({
    name: given.words(),
    summary: fc.option(given.words()),
    url: fc.option(given.url),
    components,
  });
  const link = around.map(({ linkOf }) => linkOf);
  return {
    card: fc.tuple(card, around).map((args) => (texts) => {
      const { text, headline, fields } = texts.card(...args);
      return [text, headline, ...fields.flatMap(({ name, value }) => [name, value])];
    }),
    lacking: fc
      .tuple(any.facts.checksFailed, card)
      .map(([problems, { ticket }]) => (texts) => [texts.lacking({ ticket, problems }) ?? '']),
    shown: fc.tuple(card, around).map((args) => (texts) => [texts.shown(...args)]),
    regular: fc
      .tuple(anyLog(given), fc.array(card, { maxLength: 3 }), queued, any.lock, fc.nat(), around)
      .map(([log, waiting, release, lock, more, company]) => ({ regular }) => {
        const { statistics } = log.statistics;
        const wentOut = log.suspects.suspects.map((suspect) => suspect.release);
        const digest = { waiting, moreWaiting: more, onProduction: [release], since: 0, locks: [lock] };
        const nothing = { ...digest, waiting: [], onProduction: [], locks: [] };
        const [first = null] = wentOut;
        const waits = waitKinds.map((waitedFor) => first && { ...first, waitedFor, ms: more });
        const { digest: tell, report } = regular;
        const page = 'https://dobrobot.example.com/';
        const none = { ...statistics, incidents: 0, total: { ...statistics.total, releases: 0 } };
        return [
          tell({ ...digest, wentOut }, company, () => company, page),
          tell({ ...digest, wentOut: null }, company, () => company, null),
          tell({ ...nothing, wentOut: [] }, company, () => company, page),
          tell({ ...nothing, wentOut: null }, company, () => company, page),
          ...waits.map((longestWait) =>
            report({ week: statistics, before: { ...statistics, incidents: 1 }, longestWait }, company, page),
          ),
          report({ week: none, before: none, longestWait: null }, company, page),
        ];
      }),
    button: fc.tuple(fc.constantFrom(...steps), ticket).map((args) => (texts) => {
      const { label, confirm } = texts.button(...args);
      return [label, ...Object.values(confirm ?? {})];
    }),
    watch: fc
      .tuple(watched.shown, watched.told, card, around)
      .map(([shown, told, release, company]) => ({ watch }) => [
        watch.notOurs,
        ...('found' in told.what ? [watch.chart('1 + 1', told.what.found)] : []),
        watch.standing(shown, company),
        ...[watch.announcement(told, release, company), watch.personal(told, release, company)].flatMap(
          (text) => text ?? [],
        ),
      ]),
    chooseComponents: fc.constant(({ chooseComponents }) => [chooseComponents]),
    reasonForm: fc.tuple(fc.constantFrom(...reasonedSteps), ticket).map((args) => (texts) => {
      const { title, explanation, question, submit, leave } = texts.reasonForm(...args);
      return [title, explanation, question, submit, leave];
    }),
    requestForm: fc
      .tuple(ticket, fc.option(any.reports, { nil: null }), any.request, fc.boolean(), around)
      .map(([key, report, request, isOpen, clock]) => ({ requestForm: form }) => {
        const { components: parts, wikiLink } = form;
        return [
          ...[form.title, form.submit, form.leave, form.options, form.noNeedAdmin, form.hotfix],
          ...[form.ticket(isOpen), parts, wikiLink].flatMap(({ label, hint }) => [label, hint]),
          ...[form.notATicket(isOpen), form.notAnAddress, form.unknownTicket(key), form.somebody],
          form.nothingFound,
          form.alreadyAsked(null, request, clock),
          form.preview({ ticket: key, report, open: isOpen ? request : null }, clock),
        ];
      }),
    home: fc
      .tuple(queued, any.lock, fc.array(component, { maxLength: 30 }), fc.nat(), around)
      .map(([release, lock, components, count, company]) => ({ home }) => [
        home.ask,
        ...homeParts.flatMap((part) => [home.headings[part], home.nothing[part], home.more(part, count)]),
        home.release(release, company),
        home.lock(lock, [release], company),
        home.free(components),
        home.silent(components),
        ...lock.freezes.map((freeze) => home.freeze({ ...freeze, components }, company)),
      ]),
    releaseLog: fc
      .tuple(anyLog(given), epoch, around)
      .map(([log, at, company]) => ({ releaseLog: words }) => [
        words.none,
        words.away,
        words.timeAhead(at, company),
        words.page(log.page, company),
        words.statistics(log.statistics, company),
        words.marked(log.marked, company),
        words.incident(log.marked.incident, log.actor, company),
        words.suspects(log.suspects, company),
      ]),
    alerts: fc
      .tuple(fc.array(alert, { maxLength: 10 }), fc.nat(), epoch, fc.option(epoch), around)
      .map(([named, more, at, endedAt, company]) => ({ alerts }) => {
        const all = named.length + more;
        const known = { id: 'i', version: 1, at, endedAt, all, named, components: [] };
        return [all, 1].map((firing) => alerts.incident({ ...known, firing }, company));
      }),
    announcement: fc.tuple(card, event, around).map((args) => (texts) => {
      const text = texts.announcement(...args);
      return text === null ? [] : [text];
    }),
    personal: fc.tuple(card, event, around).map((args) => (texts) => [texts.personal(...args)]),
    settled: fc.tuple(card, event, around).map((args) => (texts) => [texts.settled(...args)]),
    cardLinked: fc
      .tuple(card, fc.option(given.url), around)
      .map((args) => (texts) => [texts.cardLinked(...args)]),
    askedAnew: fc.tuple(card, around).map((args) => (texts) => [texts.askedAnew(...args)]),
    offerTaken: given.words().map((text) => ({ offerTaken }) => [offerTaken(text)]),
    answer: fc.tuple(card, answers, around).map((args) => (texts) => [texts.answer(...args)]),
    looking: fc.tuple(card, around).map((args) => (texts) => [texts.looking(...args)]),
    lockAnnouncement: fc
      .tuple(component, anyOf<LockEvent['type'], LockEvent>('type', any.lockEvents), around)
      .map((args) => (texts) => [texts.lockAnnouncement(...args)]),
    freezeLifted: fc
      .tuple(
        component,
        any.lockEvents.unfrozen.map((event) => ({ type: 'unfrozen' as const, ...event })),
        around,
      )
      .map((args) => (texts) => [texts.freezeLifted(...args)]),
    lockAnswer: fc
      .tuple(component, lockAnswers, around)
      .map((args) => (texts) => [texts.lockAnswer(...args)]),
    mistake: anyOf<Mistake['code'], Mistake>('code', any.mistakes)
      // The answer to `empty` is the help.
      .filter(({ code }) => code !== 'empty')
      .map((mistake) => (texts) => [texts.mistake(mistake)]),
    help: fc
      .constantFrom(...commandTypes, 'everything' as const)
      .map((topic) => (texts) => [texts.help(topic)]),
    guide: fc
      .record({ approver: fc.boolean(), admin: fc.boolean(), component: fc.option(component, { nil: null }) })
      .map((guided) => (texts) => [texts.guide(guided)]),
    status: fc.tuple(card, around).map((args) => (texts) => [texts.status(...args)]),
    queue: fc
      .tuple(
        fc.array(queued, { maxLength: 5 }),
        around,
        fc.record({
          component: fc.option(component, { nil: null }),
          critical: components,
          unlisted: fc.nat(),
        }),
      )
      .map((args) => (texts) => [texts.queue(...args)]),
    trouble: fc.constant(({ trouble }) => [trouble]),
    offer: fc.tuple(user, given.words(), epoch).map((args) => (texts) => [texts.offer(...args)]),
    offerButton: fc.constant(({ offerButton }) => [offerButton]),
    about: fc
      .tuple(queued, any.lock, users, given.component, epoch, around, watched.shown)
      .map(([release, lock, approvers, component, endedAt, company, shown]) => ({ about }) => {
        const { stage, locks, ...rest } = release;
        const listed = {
          ...rest,
          stage,
          key: 'key',
          locks: [],
          neededLocks: [],
          cannotVote: [],
          approvals: [],
        };
        const { ticket: key, tickets, title, url, requester } = release;
        const last = [{ component, ticket: key, tickets, title, url, requester, endedAt, releaseKey: 'key' }];
        const people = { approvers, admins: approvers, onCall: approvers };
        return [
          about.mine({ waiting: [listed], releases: locks.length === 0 ? [] : [listed] }, company),
          about.production({ component, now: [listed], last, watched: { [key]: shown } }, company),
          about.production({ component: null, now: [], last: [], watched: {} }, company),
          about.production({ component, now: [], last: null, watched: {} }, company),
          about.who({ component, locks: [lock], releases: [listed] }, people, company),
          about.who({ component: null, locks: [], releases: [] }, people, company),
        ];
      }),
    meant: given.words().map((text) => ({ meant }) => [meant(text)]),
    meantButton: fc.constant(({ meantButton }) => [meantButton]),
    edited: given.words().map((text) => ({ edited }) => [edited(text)]),
    sayAgain: fc.constant(({ sayAgain }) => [sayAgain]),
    leftOut: fc.nat().map((count) => (texts) => [texts.leftOut(count)]),
    notYours: user.map((owner) => (texts) => [texts.notYours(owner)]),
    otherWorkspace: fc.constant(({ otherWorkspace }) => [otherWorkspace]),
    noSuchComponent: fc
      .tuple(component, components)
      .map((args) => (texts) => [texts.noSuchComponent(...args)]),
    noTicket: ticket.map((key) => (texts) => [texts.noTicket(key)]),
    needsTicket: fc.constant(({ needsTicket }) => [needsTicket]),
    preferences: fc
      .tuple(components, epoch, around)
      .map(([names, until, company]) => ({ preferences: words }) => [
        ...[words.heading, ...Object.values(words.nudges), ...Object.values(words.nudgeButton)],
        ...[words.snoozeButton, words.wakeButton, words.quietFrom, words.quietTo, words.notQuietButton],
        ...[words.follow([]), words.follow(names), words.away],
        ...Object.values(words.notKept),
        ...Object.values(words.weekendButton),
        words.quiet(null, false, '+03:00'),
        words.quiet(null, true, '+03:00'),
        words.quiet({ from: 22 * 60, to: 8 * 60 }, true, '+03:00'),
        words.snoozed(until, company),
        words.snoozedThere(until, company),
        words.youFollow(names),
      ]),
    welcome: fc.constant(({ welcome: { text, ask, queue, help } }) => [text, ask, queue, help]),
    setup: fc
      .tuple(ticket, fc.string(), fc.constantFrom(...channelTroubles), fc.constantFrom('U_ADAM', 'S_OPS'))
      .map(([key, channel, reason, id]) => ({ setup }) => [
        setup.unannounced(key, channel, reason),
        setup.elsewhere(key, channel, reason),
        setup.trouble({ type: 'channel', channel, reason }),
        setup.trouble({ type: 'channel', channel, reason, components: ['billing', 'ledger'] }),
        setup.trouble({ type: 'scopes', missing: ['chat:write', 'im:history'] }),
        setup.trouble({ type: 'person', user: id, where: 'people.admins' }),
        setup.trouble({ type: 'group', group: id, where: 'people.admins' }),
        setup.trouble({ type: 'credential', tracker: 'x', reason: '401' }),
        ...['PAY-1', null].map((ticket) =>
          setup.trouble({
            ...{ type: 'hook', hook: 'argo', delivery: 'd', step: 'failed', components: ['billing'] },
            ...{ ticket, reason: '401' },
          }),
        ),
        ...[1, 12].map((count) =>
          setup.trouble({ type: 'failingTasks', workflowIds: [`lock:${key}`], count, reason: '401' }),
        ),
        setup.trouble({ type: 'pages', pages: 'https://w.example.com/', reason: '401' }),
      ]),
    cutOff: fc
      .constantFrom(null, 'https://dobrobot.example.com/')
      .map((page) => (texts) => [texts.cutOff(page)]),
    noLock: component.map((name) => (texts) => [texts.noLock(name)]),
    noRelease: fc.tuple(ticket, fc.option(link)).map((args) => (texts) => [texts.noRelease(...args)]),
    ended: fc.tuple(card, around).map((args) => (texts) => [texts.ended(...args)]),
    brokenOff: fc.tuple(card, around).map((args) => (texts) => [texts.brokenOff(...args)]),
  };
}

/** The events as they are recorded. Only some types may have no actor. */
function eventsOf({ facts, user, epoch }: ReturnType<typeof anything>) {
  const entries = (Object.keys(facts) as EventType[]).map((type) => {
    const actor = ['cancelled', 'lockLost'].includes(type) ? fc.option(user, { nil: null }) : user;
    const via = fc.constant(null);
    return [
      type,
      fc.record({ n: fc.nat(), at: epoch, actor, via, facts: facts[type] as fc.Arbitrary<object> }),
    ];
  });
  return Object.fromEntries(entries) as Record<EventType, fc.Arbitrary<object>>;
}

const names = Object.keys(everything(wordless)) as (keyof Texts)[];
const tame = everything(wordless);
const wild = everything(hostile);

const codeSpan = /`[^`]*`/g;
const latin = /\p{Script=Latin}/u;
const cyrillic = /\p{Script=Cyrillic}/u;

/** The words of the text itself: without code, mentions, addresses, emoji, and names and examples that are the same in every language. */
const ownWords = (text: string): string =>
  text
    .replace(codeSpan, ' ')
    .replace(/<[@!][^>]*>|(?<=<)https?:[^|>]*|&(?:amp|lt|gt);|:[a-z_]+:/g, ' ')
    .replace(/Temporal|QA|UTC|GMT(?:[+-][\d:]+)?|PAY-1|owner\/repo#12|https?:\/\//g, ' ');

/** Synonyms that the Russian texts must not use: there is one word for each thing. */
const otherWordsForTheSame = /задач|документация к |дождался/i;

const words = {
  en: commandTypes.map((type) => commands[type].word),
  ru: commandTypes.map((type) => commands[type].russian[0]),
};
const isCommandOf = (language: Language, code: string): boolean =>
  words[language].some((word) => new RegExp(`^${word}(?![\\p{L}\\d_-])`, 'u').test(code));

describe.each(languages)('in the language %s', (language) => {
  const texts = textsIn(language);
  const [own, foreign, other] =
    language === 'ru' ? ([cyrillic, latin, 'en'] as const) : ([latin, cyrillic, 'ru'] as const);

  it.each(names)('%s is said in this language, and in no other', (name) => {
    fc.assert(
      fc.property(tame[name], (say) => {
        const said = say(texts);
        for (const text of said) {
          expect(text.trim()).not.toBe('');
          expect(ownWords(text)).not.toMatch(foreign);
          expect(text).not.toMatch(otherWordsForTheSame);
          const codes = [...text.matchAll(codeSpan)].map(([code]) => code.slice(1, -1));
          // The help lists the words of both languages.
          if (name !== 'help') expect(codes.filter((code) => isCommandOf(other, code))).toEqual([]);
        }
        if (said.length > 0) expect(ownWords(said.join(' '))).toMatch(own);
      }),
      { numRuns: 500 },
    );
  });

  it.each(names.filter((name) => !(plainTexts as readonly string[]).includes(name)))(
    'nothing that people wrote has a meaning for Slack in %s',
    (name) => {
      fc.assert(
        fc.property(wild[name], (say) => {
          for (const text of say(texts)) expectEscaped(text);
        }),
        { numRuns: 50 },
      );
    },
  );

  it('the help lists each command, in the words of both languages', () => {
    const lines = texts.help('everything').split('\n');
    for (const type of commandTypes) {
      expect(lines).toContain(`• ${texts.help(type)}`);
      for (const spelling of spellingsOf(type)) {
        expect(texts.help(type)).toMatch(new RegExp(`\`${spelling}[ \`]`));
      }
    }
  });
});

describe('Russian counts', () => {
  it.each([
    [1, 'не выполнено 1 более старое сообщение'],
    [2, 'не выполнены 2 более старых сообщения'],
    [5, 'не выполнены 5 более старых сообщений'],
    [11, 'не выполнены 11 более старых сообщений'],
    [21, 'не выполнено 21 более старое сообщение'],
    [22, 'не выполнены 22 более старых сообщения'],
    [25, 'не выполнены 25 более старых сообщений'],
    [101, 'не выполнено 101 более старое сообщение'],
    [111, 'не выполнены 111 более старых сообщений'],
  ])('%i messages', (count, words) => {
    expect(textsIn('ru').leftOut(count)).toContain(words);
  });

  it.each([
    [1, '1 символа'],
    [2, '2 символов'],
    [11, '11 символов'],
    [21, '21 символа'],
    [3000, '3000 символов'],
  ])('at most %i characters', (limit, words) => {
    expect(textsIn('ru').mistake({ code: 'tooLong', limit })).toContain(words);
  });

  it('time', () => {
    const hour = 3_600_000;
    expect(textsIn('ru').offer('U1', 'добро', 26 * hour)).toContain('1 дн., 2 ч назад');
    expect(textsIn('ru').offer('U1', 'добро', 2.5 * hour)).toContain('2 ч, 30 мин назад');
  });
});

it.each([
  [1, '1 older message to me here was'],
  [2, '2 older messages to me here were'],
  [21, '21 older messages to me here were'],
])('English counts %i messages', (count, words) => {
  expect(textsIn('en').leftOut(count)).toContain(words);
});
