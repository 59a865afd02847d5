/** Every release, event, answer and question that can exist. */
import fc from 'fast-check';
import { optionWords } from '../../domain/command/vocabulary.ts';
import type { Mistake } from '../../domain/command/command.ts';
import { byConfiguration } from '../../domain/lock/freeze.ts';
import type { CommandedEvent, LockEvent } from '../../domain/lock/events.ts';
import type { LockView } from '../../domain/lock/lock-view.ts';
import type { RefusalFacts } from '../../domain/release/answers.ts';
import { anyFound, ownSigns } from './any-found.ts';
import { anyLockRefusals } from './any-lock-refusal.ts';
import { anyBadAlready } from './any-watch.ts';
import { pipelineEvents, pipelineRefusals } from './any-pipeline.ts';
import type { CheckedItem } from '../../domain/release/snapshot.ts';
import type { CheckReport } from '../../domain/release/check-report.ts';
import type { EventFacts, EventType } from '../../domain/release/events.ts';
import { commandSignals, commandTypes } from '../../domain/command/commands.ts';
import { signs } from '../../domain/settings.ts';
import { endStages, openStages, reminderKinds, waits } from '../../domain/release/stage.ts';
import type { QueuedRelease } from '../../domain/messages/question-answer.ts';
import type { Surroundings } from '../../texts/index.ts';
import type { ReleaseCard } from '../../domain/messages/notice.ts';
import { rules } from './scripted-activities.ts';

/** Generators for what people and the configuration name and write. */
export interface Given {
  readonly words: (longest?: number) => fc.Arbitrary<string>;
  readonly ticket: fc.Arbitrary<string>;
  readonly component: fc.Arbitrary<string>;
  readonly url: fc.Arbitrary<string>;
  /** The maximum length of a list of people or components. */
  readonly most: number;
}

const trouble = fc.oneof(
  fc.constantFrom(...['<!channel>', '<!here|here>', '@U_EVE', '<http://evil.example|PAY-1>']),
  fc.constantFrom(...['&', '<', '>', '&amp;', '```', '*']),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);
/** Up to 3,000 characters, like the text of a command. */
const troubles = (longest = 3000) =>
  fc
    .tuple(fc.array(trouble, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 300 }))
    .map(([parts, times]) => `w${parts.join(' ').repeat(times)}`.slice(0, longest));

/** As bad and as long as possible. */
export const hostile: Given = {
  words: troubles,
  ticket: fc.constantFrom('PAY-1', '4711', `${'A'.repeat(48)}/${'B'.repeat(48)}#1`, `${'P'.repeat(98)}-1`),
  component: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,60}$/),
  url: fc.oneof(
    troubles(4000).map((path) => `https://t.example.com/${path}`),
    fc.webUrl(),
  ),
  most: 200,
};

/** Without letters, so that all letters in an answer are its own. */
export const wordless: Given = {
  words: () => fc.constantFrom('1 + 1', '2 < 3 & 4'),
  ticket: fc.constantFrom('4711', '4712', '4713'),
  component: fc.constantFrom('42', '43'),
  url: fc.constant('https://10.0.0.1/'),
  most: 3,
};

const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const user = fc.stringMatching(/^U[A-Z0-9_]{2,10}$/);
const instant = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true });
const epoch = instant.map((date) => date.getTime());
const iso = instant.map((date) => date.toISOString());
const stage = fc.constantFrom(...openStages, ...endStages);
const priority = fc.constantFrom('normal', 'hotfix');
const mode = fc.constantFrom('exclusive', 'shared');
const command = fc.constantFrom(...commandSignals);
const word = fc.constantFrom(...commandTypes);
const reminder = fc.constantFrom(...reminderKinds);

/** Everything that can exist, with these words in it. */
export function anything({ words, ticket, component, url, most }: Given) {
  const users = fc.array(user, { maxLength: most });
  const names = fc.uniqueArray(component, { maxLength: Math.min(most, 60) });
  const event = fc.option(
    fc.record({ calendar: words(200), organizer: orNull(words(100)), url: orNull(url) }),
    { nil: undefined },
  );
  const freeze = fc.record({
    event,
    reason: words(),
    by: fc.oneof(user, fc.constant(byConfiguration)),
    from: fc.constant(null),
    until: orNull(epoch),
  });
  const approvals = names.map((list) => list.map((name) => ({ component: name, needed: 2, given: 1 })));
  const state = fc.constantFrom('waiting', 'held', 'lost');
  const claims = fc.array(fc.record({ component, mode, state, token: orNull(fc.nat()) }), {
    maxLength: Math.min(most, 60),
  });

  const found = anyFound({ words, url, orNull });
  const item: fc.Arbitrary<CheckedItem> = fc.record({
    item: fc.oneof(
      ticket.map((key) => ({ kind: 'ticket', key }) as const),
      url.map((address) => ({ kind: 'page', url: address }) as const),
      words(300).map((text) => ({ kind: 'text', text }) as const),
    ),
    title: words(),
    url: orNull(url),
    evidence: fc.dictionary(fc.constantFrom(...signs, ...ownSigns), found),
  });
  const card: fc.Arbitrary<ReleaseCard> = fc.record({
    key: fc.uuid(),
    announcedBy: fc.constant(2),
    ticket,
    tickets: fc.array(ticket, { minLength: 1, maxLength: 20 }),
    title: orNull(words(20_000)),
    url: orNull(url),
    stage,
    requester: user,
    components: names,
    leftOut: names,
    locks: claims,
    admin: fc.record({ needed: fc.boolean(), user: orNull(user) }),
    acceptedBy: users,
    cannotVote: users,
    approvals,
    priority,
    waitingFor: orNull(fc.constantFrom(...waits)),
    frozen: orNull(fc.record({ component, reason: words(), by: user, until: orNull(iso), event })),
    since: iso,
    wikiLink: orNull(url),
    noNeedAdmin: fc.boolean(),
    checkedFor: fc.array(user, { maxLength: 2 }),
    items: fc.array(item, { maxLength: Math.min(most, 20) }),
    finding: fc.nat(),
    askedAt: iso,
    startedAt: orNull(iso),
  });

  const peopleOfEach = fc.array(fc.record({ component, people: users }), { maxLength: Math.min(most, 30) });
  const claim = { releaseId: fc.constant('release:X'), ticket, mode, since: iso };
  const lock: fc.Arbitrary<LockView> = fc.record({
    component,
    holders: fc.array(fc.record({ ...claim, token: fc.nat(), started: fc.boolean() }), { maxLength: 3 }),
    queue: fc
      .uniqueArray(fc.record({ ...claim, priority }), { maxLength: 3, selector: (waiter) => waiter.ticket })
      .map((waiters) => waiters.map((waiter, index) => ({ ...waiter, position: index + 1 }))),
    freezes: fc.array(fc.record({ reason: words(), by: user, until: orNull(iso), event }), { maxLength: 2 }),
  });
  const around: fc.Arbitrary<Surroundings> = fc.record({
    approvers: users,
    asked: peopleOfEach,
    approversOf: peopleOfEach,
    admins: users,
    adminsOf: fc.record({ components: names, people: users }),
    linkOf: fc.constant((key: string) => `https://t.example.com/${encodeURIComponent(key)}`),
    components: names,
    locks: fc.uniqueArray(lock, { maxLength: 2, selector: (view) => view.component }),
    usual: fc.dictionary(component, fc.nat()),
    timezone: fc.constantFrom('UTC', 'Europe/Berlin'),
    now: epoch,
  });
  const queued: fc.Arbitrary<QueuedRelease> = fc.record({
    ticket,
    tickets: fc.array(ticket, { minLength: 1, maxLength: 20 }),
    title: orNull(words()),
    url: orNull(url),
    requester: user,
    admin: orNull(user),
    stage,
    components: names,
    locks: fc.array(fc.record({ component, state }), { maxLength: 3 }),
    since: epoch,
  });

  const scope = fc.record({
    components: names,
    unknownComponents: fc.array(words(200), { maxLength: Math.min(most, 60) }),
    leftOut: names,
    locks: fc.constant([]),
    adminNeeded: fc.boolean(),
    approvals,
  });
  const report: fc.Arbitrary<Extract<CheckReport, { outcome: 'checked' }>> = fc.record({
    outcome: fc.constant('checked'),
    title: words(20_000),
    url,
    missingSigns: fc.subarray([...signs]),
    evidence: fc.record(Object.fromEntries([...signs, ...ownSigns].map((sign) => [sign, found]))),
    scope,
    rules: fc.constant(rules),
  });
  const reports: fc.Arbitrary<CheckReport> = fc.oneof(
    report,
    fc.constant({ outcome: 'unknownTicket' as const }),
    fc.record({ outcome: fc.constant('unavailable' as const), message: words(), scope }),
  );
  const request = fc.record({ requester: user, stage: fc.constantFrom(...openStages), since: epoch });

  const differences = fc.array(
    fc.record({
      aspect: fc.constantFrom(...signs, ...ownSigns, 'components', 'leftOut', 'locks', 'approvals', 'url'),
      before: orNull(words(300)),
      after: orNull(words(300)),
    }),
    { maxLength: signs.length + 5 },
  );
  const taken = fc.record({ key: fc.oneof(ticket, url), by: ticket, requester: orNull(user) });
  const noted = { reason: words() };
  const badAlready = anyBadAlready({ words, component });
  const passed = {
    missingSigns: fc.subarray([...signs]),
    leftOut: names,
    toJudge: fc.subarray([...signs, ...ownSigns]),
  };
  const facts: { readonly [T in EventType]: fc.Arbitrary<EventFacts[T]> } = {
    requested: fc.constant({}),
    keyTaken: taken,
    ticketUnknown: fc.record({ ticket }),
    checksUnavailable: fc.record({
      message: orNull(words()),
      reason: fc.constantFrom('asked', 'turn', 'start'),
    }),
    checksFailed: fc.record({
      missingSigns: fc.constant([...signs, ...ownSigns]),
      missingOf: fc.array(fc.record({ ticket, signs: fc.subarray([...signs]) }), { maxLength: 20 }),
      unknownComponents: names,
      leftOut: names,
      noComponent: fc.boolean(),
    }),
    checksPassed: fc.record({ ignoredComponents: names }),
    rechecked: fc.record({ change: orNull(fc.record({ componentsBefore: names, components: names })) }),
    voted: fc.record({ approvals, ...noted }, { requiredKeys: ['approvals'] }),
    accepted: fc.record(noted, { requiredKeys: [] }),
    votesVoided: fc.record({
      voters: users,
      cause: fc.constantFrom('changed', 'failed'),
      differences,
    }),
    rejected: fc.record({ reason: words() }),
    lockGranted: fc.record({ component, token: fc.nat() }),
    rebuilt: fc.record({ components: names }),
    turnCame: fc.record({ components: names, adminNeeded: fc.boolean() }),
    overtaken: fc.record({ component, by: ticket }),
    turnLost: fc.record({ components: names, onProduction: orNull(ticket) }),
    lockLost: fc.record({ component, reason: orNull(words()), deploying: fc.boolean() }),
    adminFound: fc.record(
      { before: orNull(user), ready: fc.boolean(), ...noted },
      { requiredKeys: ['before', 'ready'] },
    ),
    started: fc.record(
      { components: names, badAlready: badAlready.atStart, ...noted },
      { requiredKeys: ['components'] },
    ),
    deployed: fc.record(noted, { requiredKeys: [] }),
    finished: fc.record(noted, { requiredKeys: [] }),
    rolledBack: fc.record({ reason: orNull(words()) }),
    handedOver: fc.record({ from: user, to: user, goodVoided: fc.boolean() }),
    overridden: fc.record({
      reason: words(),
      what: fc.constantFrom('checks', 'freeze', 'charts'),
      ...passed,
    }),
    madeHotfix: fc.record({ reason: words() }),
    cancelled: fc.record({ reason: orNull(words()), announced: fc.boolean() }),
    ...pipelineEvents,
    expiryNear: fc.record({ at: epoch }),
    expired: fc.record({ announced: fc.boolean() }),
    nudged: fc.record({ reminder, count: fc.nat(), waitingSince: epoch }),
    escalated: fc.record({ reminder, waitingSince: epoch, to: users }),
  };

  const freezeShown = fc.record({ reason: words(), by: user, until: orNull(iso), event });
  const refusals: { readonly [C in keyof RefusalFacts]: fc.Arbitrary<RefusalFacts[C]> } = {
    malformed: fc.constant({}),
    earlierRelease: fc.constant({}),
    notApprover: fc.constant({}),
    notAdmin: fc.constant({}),
    notRequesterOrAdmin: fc.record({ requester: user, admin: orNull(user) }),
    notRequesterAdminOrApprover: fc.record({ requester: user, admin: orNull(user) }),
    checksTooOld: fc.record({ foundAt: orNull(iso) }),
    changedMeanwhile: fc.record({ stage, differences }),
    notRequesterOrApprover: fc.record({ requester: user }),
    notAsShown: fc.constant({}),
    ownRelease: fc.constant({}),
    ownOverride: fc.constant({}),
    alreadyVoted: fc.constant({}),
    voteNotNeeded: fc.record({ lacking: names }),
    alreadyAdmin: fc.constant({}),
    alreadyAsked: fc.record({ requester: user, stage, since: iso }),
    keyTaken: taken,
    otherTickets: fc.record({ tickets: fc.array(ticket, { maxLength: 20 }) }),
    missingReason: fc.record({ command }),
    wrongStage: fc.record({ command, stage }),
    goodGiven: fc.record({ stage }),
    onProduction: fc.constant({}),
    frozen: fc.record({ component, freeze: freezeShown }),
    missingUser: fc.constant({}),
    alreadyRequester: fc.record({ requester: user }),
    ...{ notAPerson: fc.record({ user }), goodIsTheirs: fc.record({ user }) },
    nothingToOverride: fc.record({ stage }),
    ...{
      stillWatched: fc.constant({}),
      alreadyHotfix: fc.constant({}),
      componentsUnknown: fc.constant({}),
      keyUsed: fc.constant({}),
    },
    rolesUnknown: fc.record({ command }),
    badAlready: badAlready.refusal,
    ...pipelineRefusals(names),
  };

  const holder = fc.record({
    requestId: fc.uuid(),
    releaseKey: fc.uuid(),
    releaseId: fc.constant('release:X'),
    ticket,
    mode,
    priority,
    since: epoch,
    passesFreeze: fc.boolean(),
    onProduction: fc.boolean(),
    token: fc.nat(),
    grantedAt: epoch,
    started: fc.boolean(),
    orphan: fc.boolean(),
  });
  const lockEvents: {
    readonly [T in LockEvent['type']]: fc.Arbitrary<Omit<Extract<LockEvent, { type: T }>, 'type'>>;
  } = {
    frozen: fc.record({
      freeze: fc.record({ reason: words(), by: user, from: fc.constant(null), until: orNull(epoch) }),
      all: fc.boolean(),
    }),
    unfrozen: fc.record({
      actor: user,
      setBy: user,
      all: fc.boolean(),
      stays: fc.array(freeze, { maxLength: 3 }),
    }),
    unlocked: fc.record({
      actor: user,
      reason: words(),
      holders: fc.array(holder, { minLength: 1, maxLength: 3 }),
    }),
    orphaned: fc.record({ holder }),
  };
  const commanded = fc.oneof(
    ...(['frozen', 'unfrozen', 'unlocked'] as const).map((type) =>
      lockEvents[type].map((event) => ({ type, ...event }) as CommandedEvent),
    ),
  );
  const lockRefusals = anyLockRefusals(freezeShown);
  const text = words();
  const mistakes: {
    readonly [C in Mistake['code']]: fc.Arbitrary<Omit<Extract<Mistake, { code: C }>, 'code'>>;
  } = {
    ...{ empty: fc.constant({}), greeting: fc.constant({}), thanks: fc.constant({}) },
    ...{ badStart: fc.record({ text }), badEnd: fc.record({ text }), badComponents: fc.record({ text }) },
    missingTicket: fc.record({ command: word }),
    ...{ missingTime: fc.record({ command: word }), missingComponent: fc.record({ command: word }) },
    tooLong: fc.record({ limit: fc.nat() }),
    unknownCommand: fc.record({ word: text, nearest: orNull(word), says: orNull(text) }),
    unsure: fc.record({ command: word, says: text }),
    notLater: fc.record({ command: word, text, says: text }),
    strayComponent: fc.record({ command: word, text, components: names }),
    notAPerson: fc.record({ ticket, user }),
    badTicket: fc.record({ command: word, text }),
    tooManyTickets: fc.record({ limit: fc.nat() }),
    badText: fc.record({
      problem: fc.constantFrom('empty', 'tooLong', 'unclosed', 'besideTicket'),
      limit: fc.nat(),
    }),
    missingUser: fc.record({ ticket }),
    badTime: fc.record({ command: word, text }),
    missingIncident: fc.constant({}),
    missingReason: fc.record({ command: word, subject: fc.oneof(ticket, fc.constant('all')) }),
    unknownOption: fc.record({
      command: word,
      option: text,
      nearest: orNull(fc.constantFrom(...optionWords)),
    }),
    unknownTopic: fc.record({ text, nearest: orNull(word) }),
  };

  return {
    ...{
      card,
      around,
      queued,
      lock,
      reports,
      request,
      facts,
      refusals,
      passed: fc.record(passed),
      lockEvents,
      commanded,
      lockRefusals,
      mistakes,
    },
    ...{ user, users, epoch, stage },
  };
}

/** Any kind in a table, with its name as `key`. */
export const anyOf = <K extends string, R>(
  key: 'type' | 'code',
  table: Readonly<Record<K, fc.Arbitrary<object>>>,
): fc.Arbitrary<R> =>
  fc.oneof(
    ...(Object.keys(table) as K[]).map((kind) => table[kind].map((one) => ({ [key]: kind, ...one }) as R)),
  );
