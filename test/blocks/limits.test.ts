/** Whatever people write, and however long: Slack takes every message and form, and reads nothing into it. */
import type { Button } from '@slack/web-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readButton } from '../../blocks/command-button.ts';
import { cardMessage, textMessage } from '../../blocks/message.ts';
import { homeView } from '../../blocks/home.ts';
import { readReason, reasonForm, reasonView } from '../../blocks/reason-form.ts';
import { noProposal, readRequest, requestView } from '../../blocks/request-form.ts';
import type { LockEvent } from '../../domain/lock-events.ts';
import type { LockView } from '../../domain/lock-view.ts';
import type { CheckReport } from '../../domain/release/checks.ts';
import type { EventFacts, EventType, ReleaseEvent } from '../../domain/release/events.ts';
import { offers, offersOf, reasonedOffers } from '../../domain/release/offers.ts';
import { signs } from '../../domain/settings.ts';
import { openStages, endStages, waits } from '../../domain/stage.ts';
import { textsIn } from '../../texts/index.ts';
import type { Surroundings } from '../../texts/index.ts';
import { cut, plain, split } from '../../texts/mrkdwn.ts';
import type { ReleaseCard } from '../../workflows/names.ts';
import { rules } from '../support/scripted-activities.ts';
import { expectEscaped, expectHome, expectOpenable, expectPostable } from '../support/slack-limits.ts';

const texts = textsIn('en');

const hostile = fc.oneof(
  fc.constantFrom(
    '<!channel>',
    '<!here|here>',
    '&',
    '<',
    '>',
    '<http://evil.example|PAY-1>',
    '&amp;',
    '```',
    '*',
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);
/** Up to 3,000 characters, as a command may have. */
const words = (longest = 3000) =>
  fc
    .tuple(fc.array(hostile, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 300 }))
    .map(([parts, times]) => `w${parts.join(' ').repeat(times)}`.slice(0, longest));
const ticket = fc.constantFrom(
  'PAY-1',
  '4711',
  `${'A'.repeat(48)}/${'B'.repeat(48)}#1`,
  `${'P'.repeat(98)}-1`,
);
const user = fc.stringMatching(/^U[A-Z0-9_]{2,10}$/);
const users = fc.array(user, { maxLength: 200 });
const names = fc.array(fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,60}$/), { maxLength: 60 });
const url = fc.oneof(
  words(4000).map((path) => `https://t.example.com/${path}`),
  fc.webUrl(),
);
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const instant = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true });
const epoch = instant.map((date) => date.getTime());
const freeze = fc.record({ reason: words(), by: user, from: fc.constant(null), until: orNull(epoch) });
const iso = instant.map((date) => date.toISOString());
const approvals = names.map((list) => list.map((component) => ({ component, needed: 2, given: 1 })));

const card: fc.Arbitrary<ReleaseCard> = fc.record({
  key: fc.uuid(),
  announcedBy: fc.constant(2),
  ticket,
  title: orNull(words(20_000)),
  url: orNull(url),
  stage: fc.constantFrom(...openStages, ...endStages),
  requester: user,
  requesters: users,
  components: names,
  locks: names.map((list) =>
    list.map((component) => ({ component, mode: 'exclusive', state: 'waiting', token: null }) as const),
  ),
  admin: fc.record({ needed: fc.boolean(), user: orNull(user) }),
  acceptedBy: users,
  approvals,
  priority: fc.constantFrom('normal', 'hotfix'),
  waitingFor: orNull(fc.constantFrom(...waits)),
  frozen: orNull(
    fc.record({ component: fc.constant('billing'), reason: words(), by: user, until: orNull(iso) }),
  ),
  since: iso,
  wikiLink: orNull(url),
  noNeedAdmin: fc.boolean(),
  selfAccept: fc.boolean(),
});

const peopleOfEach = fc.array(fc.record({ component: fc.constant('billing'), people: users }), {
  maxLength: 30,
});

const around: fc.Arbitrary<Surroundings> = fc.record({
  approvers: users,
  asked: peopleOfEach,
  approversOf: peopleOfEach,
  admins: users,
  adminsOf: fc.record({ components: names, people: users }),
  linkOf: fc.constant((key: string) => `https://t.example.com/${encodeURIComponent(key)}`),
  locks: fc.constant([]),
  timezone: fc.constantFrom('UTC', 'Europe/Berlin'),
  now: epoch,
});

const reminder = fc.constantFrom('approvers', 'admins', 'requester', 'deploying');
const facts: { readonly [T in EventType]: fc.Arbitrary<EventFacts[T]> } = {
  requested: fc.constant({}),
  ticketUnknown: fc.constant({}),
  checksUnavailable: fc.record({ message: words() }),
  checksFailed: fc.record({
    missingSigns: fc.constant(signs),
    unknownComponents: names,
    noComponent: fc.boolean(),
  }),
  checksPassed: fc.record({ ignoredComponents: names }),
  rechecked: fc.record({ change: orNull(fc.record({ componentsBefore: names, components: names })) }),
  voted: fc.record({ approvals }),
  accepted: fc.constant({}),
  votesVoided: fc.record({
    voters: users,
    cause: fc.constantFrom('changed', 'failed', 'overridden'),
    changes: fc.constant(['components', 'locks', 'url'] as const),
  }),
  rejected: fc.record({ reason: words() }),
  lockGranted: fc.record({ component: fc.constant('db'), token: fc.nat() }),
  turnCame: fc.record({ components: names, adminNeeded: fc.boolean() }),
  overtaken: fc.record({ component: fc.constant('db'), by: ticket }),
  turnLost: fc.record({ components: names }),
  lockLost: fc.record({ component: fc.constant('db'), reason: orNull(words()), deploying: fc.boolean() }),
  adminFound: fc.record({ before: orNull(user), ready: fc.boolean() }),
  started: fc.record({ components: names }),
  finished: fc.constant({}),
  rolledBack: fc.record({ reason: orNull(words()) }),
  handedOver: fc.record({ from: user, to: user, goodVoided: fc.boolean() }),
  overridden: fc.record({
    reason: words(),
    what: fc.constantFrom('checks', 'freeze'),
    missingSigns: fc.constant(signs),
  }),
  cancelled: fc.record({ reason: orNull(words()), announced: fc.boolean() }),
  expiryNear: fc.record({ at: epoch }),
  expired: fc.record({ announced: fc.boolean() }),
  nudged: fc.record({ reminder, count: fc.nat(), waitingSince: epoch }),
  escalated: fc.record({ reminder, waitingSince: epoch, to: users }),
};

const targetOf = ({ ticket: key, key: release }: ReleaseCard) => ({ ticket: key, release });

describe('Slack takes', () => {
  it('the card of every release', () => {
    fc.assert(
      fc.property(card, around, (release, company) => {
        const message = cardMessage(release, texts, company);
        expectPostable(message);
        const [headline, facts] = message.blocks.map((block) => JSON.stringify(block));
        expect(headline).toContain(release.ticket);
        expect(facts).toContain(`<@${release.requester ?? ''}>`);
      }),
    );
  });

  it.each(Object.keys(facts) as EventType[])('what is said of the event %s', (type) => {
    const actor = ['cancelled', 'lockLost'].includes(type) ? orNull(user) : user;
    const event = fc.record({ at: epoch, actor, facts: facts[type] as fc.Arbitrary<object> });
    fc.assert(
      fc.property(card, event, around, (release, happened, company) => {
        const told = { ...happened, n: 3, type, via: null } as ReleaseEvent;
        const buttons = { target: targetOf(release), offers: offersOf(release) };
        const said = [
          texts.announcement(release, told, company),
          texts.personal(release, told, company),
        ].filter((text) => text !== null);
        for (const text of said) expectPostable(textMessage(`${release.key}:3:U_NORA`, text, buttons, texts));
      }),
      { numRuns: 30 },
    );
  });

  it('what is said of a lock', () => {
    const event: fc.Arbitrary<LockEvent> = fc.oneof(
      fc.record({ type: fc.constant('frozen'), freeze, all: fc.boolean() }),
      fc.record({ type: fc.constant('unlocked'), actor: user, reason: words(), holders: fc.constant([]) }),
    );
    fc.assert(
      fc.property(event, around, (happened, company) => {
        expectPostable(textMessage('id', texts.lockAnnouncement('billing', happened, company), null, texts));
      }),
    );
  });

  it('the form for each reason, which comes back as it was sent', () => {
    const asked = fc.record({
      offer: fc.constantFrom(...reasonedOffers),
      ticket,
      release: fc.uuid(),
      replyTo: fc.constant('C0123456789:ephemeral'),
    });
    fc.assert(
      fc.property(asked, words(), (request, reason) => {
        const view = reasonView(request, texts);
        expectOpenable(view);
        const values = { [reasonForm]: { [reasonForm]: { value: reason } } };
        expect(readReason(view.private_metadata ?? '', values)).toEqual({ asked: request, reason });
      }),
    );
  });

  it('the form for a request with any number of components, which comes back as it was filled in', () => {
    const company = fc
      .integer({ min: 1, max: 400 })
      .map((count) => Array.from({ length: count }, (_, n) => `${'part-'.repeat(1 + (n % 25))}${n}`));
    const filled = fc.record({
      ticket: words(),
      wikiLink: url,
      noNeedAdmin: fc.boolean(),
      hotfix: fc.boolean(),
    });
    fc.assert(
      fc.property(
        company,
        ticket,
        filled,
        orNull(words(20_000)),
        fc.nat(),
        (known, of, draft, preview, nth) => {
          const nameable = known.filter((name) => name.length <= 100);
          const proposal = { ticket: of, components: nameable.slice(0, nth % 120) };
          const view = requestView(
            { replyTo: 'C1:ephemeral', proposal, preview: preview && plain(preview) },
            known,
            texts,
          );
          expectOpenable(view);
          const chosen = nameable.slice(-1).map((value) => ({ value }));
          const marks = [...(draft.noNeedAdmin ? [] : ['adminNeeded']), ...(draft.hotfix ? ['hotfix'] : [])];
          const values = {
            ticket: { ticket: { value: draft.ticket } },
            wikiLink: { wikiLink: { value: draft.wikiLink } },
            options: { options: { selected_options: marks.map((value) => ({ value })) } },
            [`components:${of}`]: { components: { selected_options: chosen } },
          };
          const read = readRequest({
            ...view,
            private_metadata: view.private_metadata ?? '',
            state: { values },
          });
          const proposed = proposal.components.slice(0, 100);
          const components = chosen.map(({ value }) => value);
          expect(read).toEqual({
            ...draft,
            ticket: draft.ticket.trim(),
            wikiLink: draft.wikiLink.trim(),
            replyTo: 'C1:ephemeral',
            components: components.join() === proposed.join() ? null : components,
            proposal: { ticket: of, components: proposed },
            previewed: preview !== null,
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('what the form for a request shows of a ticket', () => {
    const report: fc.Arbitrary<CheckReport> = fc.record({
      outcome: fc.constant('checked'),
      title: words(20_000),
      url,
      missingSigns: fc.subarray([...signs]),
      evidence: fc.constant(Object.fromEntries(signs.map((sign) => [sign, null]))),
      scope: fc.record({
        components: names,
        unknownComponents: fc.array(words(200), { maxLength: 60 }),
        locks: fc.constant([]),
        adminNeeded: fc.boolean(),
        approvals,
      }),
      rules: fc.constant(rules),
    });
    const open = orNull(fc.record({ requester: user, stage: fc.constantFrom(...openStages), since: epoch }));
    fc.assert(
      fc.property(ticket, orNull(report), open, around, (key, found, request, clock) => {
        const preview = texts.requestForm.preview({ ticket: key, report: found, open: request }, clock);
        const view = requestView({ replyTo: 'U1', proposal: noProposal, preview }, ['billing'], texts);
        expectOpenable(view);
        expect(JSON.stringify(view)).toContain(key);
      }),
    );
  });

  it('an App Home with a hundred components and a thousand releases', () => {
    const release = fc.record({
      key: fc.uuid(),
      ticket,
      title: orNull(words(20_000)),
      url: orNull(url),
      requester: user,
      admin: orNull(user),
      stage: fc.constantFrom(...openStages),
      components: names,
      locks: fc.constant([]),
      since: epoch,
    });
    const lock: fc.Arbitrary<Omit<LockView, 'component'>> = fc.record({
      holders: fc.array(
        fc.record({
          releaseId: fc.uuid(),
          ticket,
          mode: fc.constantFrom('exclusive', 'shared'),
          token: fc.nat(),
          since: iso,
          started: fc.boolean(),
        }),
        { maxLength: 8 },
      ),
      queue: fc.array(
        fc.record({
          releaseId: fc.uuid(),
          ticket,
          mode: fc.constantFrom('exclusive', 'shared'),
          priority: fc.constantFrom('normal', 'hotfix'),
          position: fc.nat(),
          since: iso,
        }),
        { maxLength: 8 },
      ),
      freezes: fc.array(fc.record({ reason: words(), by: user, until: orNull(iso) }), { maxLength: 2 }),
    });
    const some = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 1, maxLength: 5 });
    const many = <T>(values: readonly T[], count: number): readonly T[] =>
      Array.from({ length: count }, (_, n) => values[n % values.length]).filter(
        (value) => value !== undefined,
      );
    fc.assert(
      fc.property(some(release), some(lock), around, (kinds, lockKinds, company) => {
        const open = many(kinds, 1000);
        const locks = many(lockKinds, 100).map((one, n) => ({ ...one, component: `part-${n}` }));
        const waiting = open.slice(0, 20).map((one) => ({ release: one, offers: [...offers] }));
        const facts = { waiting, moreWaiting: 5, mine: open, open, locks, silent: ['db'] };
        const view = homeView(facts, texts, company);
        expectHome(view);
        const said = JSON.stringify(view);
        expect(said).toContain('… and 15 more');
        expect(said).toContain('… and 985 more');
      }),
      { numRuns: 20 },
    );
  });

  it('each button, whose click says which command for which release it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...offers), card, (offer, release) => {
        const buttons = { target: targetOf(release), offers: [offer] };
        const [, row] = textMessage('id', 'a text', buttons, texts).blocks;
        const [button] = row?.type === 'actions' ? row.elements : [];
        const { action_id: id, value } = button as Button;
        expect(readButton(id ?? '', value)).toEqual({ ...targetOf(release), offer });
      }),
    );
  });
});

it.each([
  ['command:depart', '{"ticket":"PAY-1","release":"k"}'],
  ['command:accept', '{"ticket":"PAY-1"}'],
  ['command:accept', 'PAY-1'],
  ['command:accept', undefined],
])('takes a click on %s with %s for none of ours', (actionId, value) => {
  expect(readButton(actionId, value)).toBe(null);
});

describe('long markup', () => {
  const markup = fc
    .array(
      fc.constantFrom('&amp;', '&lt;', '<@U1>', '<https://t.example.com/|PAY-1>', 'word', ' ', '\n', '😀'),
      {
        maxLength: 300,
      },
    )
    .map((parts) => parts.join(''));

  it('is split without a loss, and nowhere within a piece of it', () => {
    fc.assert(
      fc.property(markup, fc.integer({ min: 40, max: 120 }), (text, limit) => {
        const parts = split(text, limit);
        expect(parts.join('')).toBe(text);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit);
          expectEscaped(part);
          expect(part).not.toMatch(/\p{Surrogate}/u);
        }
      }),
    );
  });

  it('is cut to its beginning', () => {
    fc.assert(
      fc.property(markup, fc.integer({ min: 40, max: 120 }), (text, limit) => {
        const beginning = cut(text, limit);
        expect(beginning.length).toBeLessThanOrEqual(limit);
        expect(text.length <= limit ? beginning : beginning.slice(0, -1)).toBe(
          text.length <= limit ? text : text.slice(0, beginning.length - 1),
        );
      }),
    );
  });
});
