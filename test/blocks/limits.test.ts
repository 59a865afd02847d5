/** Whatever people write, at any length, Slack accepts every message and form, and reads none of it as markup. */
import type { Button } from '@slack/web-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readButton } from '../../blocks/command-button.ts';
import { cardMessage, splitText, textMessage } from '../../blocks/message.ts';
import { homeView } from '../../blocks/home.ts';
import { snoozeRow } from '../../blocks/preferences.ts';
import type { PreferencesShown } from '../../blocks/preferences.ts';
import { readReason, reasonForm, reasonView } from '../../blocks/reason-form.ts';
import { nothingFilledIn, noProposal, readRequest, requestView } from '../../blocks/request-form.ts';
import { welcomeMessage } from '../../blocks/welcome.ts';
import type { LockEvent } from '../../domain/lock/events.ts';
import { nudgeWays } from '../../domain/preferences.ts';
import { printable } from '../../domain/printable.ts';
import type { EventType, ReleaseEvent } from '../../domain/release/events.ts';
import { reasonedSteps, steps, stepsOf } from '../../domain/release/steps.ts';
import { isEnd } from '../../domain/release/stage.ts';
import { languages } from '../../domain/settings.ts';
import { textsIn } from '../../texts/index.ts';
import { cut, plain, split } from '../../texts/mrkdwn.ts';
import type { ReleaseCard } from '../../domain/messages/notice.ts';
import { anyLog } from '../support/any-log.ts';
import { anyOf, anything, hostile } from '../support/anything.ts';
import { expectEscaped, expectHome, expectOpenable, expectPostable } from '../support/slack-limits.ts';

const { words, ticket, url } = hostile;
const { card, around, queued, lock, reports, request, facts, lockEvents, user, epoch } = anything(hostile);
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const targetOf = ({ ticket: key, key: release, finding }: ReleaseCard) => ({ ticket: key, release, finding });

const minute = fc.integer({ min: 0, max: 47 }).map((n) => n * 30);
const wishes: fc.Arbitrary<PreferencesShown> = fc.record({
  preferences: fc.record({
    nudges: fc.constantFrom(...nudgeWays),
    quiet: orNull(fc.record({ from: minute, to: minute })),
    quietWeekends: fc.boolean(),
    snoozedUntil: orNull(epoch),
    follows: fc.array(hostile.component),
  }),
  zone: fc.constant('America/Argentina/ComodRivadavia'),
  problem: fc.constantFrom('noDatabase', 'databaseAway', null),
  notKept: fc.constantFrom('noDatabase', 'databaseAway', null),
});

describe.each(languages)('Slack takes, in the language %s,', (language) => {
  const texts = textsIn(language);

  it('the card of every release', () => {
    fc.assert(
      fc.property(card, around, (release, company) => {
        const message = cardMessage(release, texts, company);
        expectPostable(message);
        const [headline, facts] = message.blocks.map((block) => JSON.stringify(block));
        expect(headline).toContain(release.ticket);
        expect(isEnd(release.stage) ? headline : facts).toContain(`<@${release.requester ?? ''}>`);
      }),
    );
  });

  it('what the channel is told regularly', () => {
    const waiting = fc.array(card, { maxLength: 10 });
    const locks = fc.array(lock, { maxLength: 30 });
    fc.assert(
      fc.property(waiting, fc.array(queued, { maxLength: 20 }), locks, anyLog(hostile), around, (...any) => {
        const [releases, onProduction, found, log, company] = any;
        const wentOut = log.suspects.suspects.map(({ release }) => release);
        const digest = { waiting: releases, moreWaiting: 7, onProduction, since: 0, wentOut, locks: found };
        const { statistics } = log.statistics;
        const report = { week: statistics, before: statistics, longestWait: null };
        const page = 'https://dobrobot.example.com/?view=queue';
        const said = [
          texts.regular.digest(digest, company, () => company, page),
          texts.regular.report(report, company, page),
        ];
        for (const text of said)
          expectPostable(textMessage('digest-2026-03-02T09:30:00Z', text, null, texts));
      }),
      { numRuns: 50 },
    );
  });

  it.each(Object.keys(facts) as EventType[])('what is said of the event %s', (type) => {
    const actor = ['cancelled', 'lockLost'].includes(type) ? orNull(user) : user;
    const event = fc.record({ at: epoch, actor, facts: facts[type] as fc.Arbitrary<object> });
    fc.assert(
      fc.property(card, event, around, (release, happened, company) => {
        const told = { ...happened, n: 3, type, via: null } as ReleaseEvent;
        const buttons = { target: targetOf(release), steps: stepsOf(release) };
        const said = [
          texts.announcement(release, told, company),
          texts.personal(release, told, company),
          texts.settled(release, told, company),
          texts.askedAnew(release, company),
        ].filter((text) => text !== null);
        for (const text of said) expectPostable(textMessage(`${release.key}:3:U_NORA`, text, buttons, texts));
      }),
      { numRuns: 30 },
    );
  });

  it('what is said of a lock', () => {
    const event = anyOf<LockEvent['type'], LockEvent>('type', lockEvents);
    fc.assert(
      fc.property(event, around, (happened, company) => {
        expectPostable(textMessage('id', texts.lockAnnouncement('billing', happened, company), null, texts));
      }),
    );
  });

  it('a page of the log, with all that it tells of', () => {
    const crowd = fc.array(anyLog(hostile), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(crowd, around, (pages, company) => {
        const [one] = pages;
        const told = one === undefined ? '-' : texts.releaseLog.incident(one.marked.incident, 'U1', company);
        expectPostable(textMessage('id', told, null, texts));
        const suspects = pages.flatMap((one) => one.suspects.suspects.slice(0, 1)).slice(0, 10);
        const blamed = texts.releaseLog.suspects({ at: 0, component: 'db', suspects, more: 1000 }, company);
        expectPostable(textMessage('id', blamed, null, texts));
        const page = {
          subject: null,
          since: null,
          countedTo: 1000,
          more: 1001,
          workspace: 'https://company.slack.com',
        };
        const events = pages.flatMap((one) => one.page.events.slice(0, 1));
        const text = texts.releaseLog.page({ ...page, events }, company);
        const messages = splitText(text, texts, null).map((part) => textMessage('id', part, null, texts));
        messages.forEach(expectPostable);
        expect(text.split('\n')).toHaveLength(events.length + 2);
        expect(JSON.stringify(messages.at(-1)?.blocks.at(-1))).toContain('1000');
      }),
      { numRuns: 50 },
    );
  });

  it('the statistics of a hundred components over ten years', () => {
    fc.assert(
      fc.property(anyLog(hostile), around, ({ statistics: { component, statistics } }, company) => {
        const some = { ...statistics.total, component: 'x'.repeat(60), month: '2026-03' };
        const byComponent = Array.from({ length: 100 }, () => some);
        const byMonth = Array.from({ length: 120 }, () => some);
        const page = { component, statistics: { ...statistics, byComponent, byMonth } };
        const text = texts.releaseLog.statistics(page, company);
        const messages = splitText(text, texts, null).map((part) => textMessage('id', part, null, texts));
        messages.forEach(expectPostable);
        const blocks = messages.flatMap((message) => message.blocks);
        expect(blocks.map((block) => (block.type === 'section' ? block.text?.text : '')).join('')).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  it('the form for each reason, which comes back as it was sent, and steers no terminal', () => {
    const asked = fc.record({
      step: fc.constantFrom(...reasonedSteps),
      ticket,
      release: fc.uuid(),
      replyTo: fc.constant('C0123456789:ephemeral'),
    });
    fc.assert(
      fc.property(asked, words(), (request, reason) => {
        const view = reasonView(request, texts);
        expectOpenable(view);
        const values = { [reasonForm]: { [reasonForm]: { value: reason } } };
        expect(readReason(view.private_metadata ?? '', values)).toEqual({
          asked: request,
          reason: printable(reason),
        });
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
          const filledIn =
            nth % 2 === 0 ? nothingFilledIn : { ticket: of, wikiLink: 'https://w.example.com' };
          const view = requestView(
            { replyTo: 'C1:ephemeral', filledIn, proposal, preview: preview && plain(preview) },
            { components: known, withoutTicket: nth % 2 === 0 },
            texts,
          );
          expectOpenable(view);
          const chosen = nameable.slice(-1).map((value) => ({ value }));
          const marks = [...(draft.noNeedAdmin ? ['noNeedAdmin'] : []), ...(draft.hotfix ? ['hotfix'] : [])];
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
            filledIn,
            proposal: { ticket: of, components: proposed },
            previewed: preview !== null,
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('what the form for a request shows of a ticket', () => {
    fc.assert(
      fc.property(ticket, orNull(reports), orNull(request), around, (key, found, open, clock) => {
        const preview = texts.requestForm.preview({ ticket: key, report: found, open }, clock);
        const view = requestView(
          { replyTo: 'U1', filledIn: nothingFilledIn, proposal: noProposal, preview },
          { components: ['billing'], withoutTicket: true },
          texts,
        );
        expectOpenable(view);
        expect(JSON.stringify(view)).toContain(key);
      }),
    );
  });

  it('an App Home with a hundred components and a thousand releases', () => {
    const some = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 1, maxLength: 5 });
    const many = <T>(values: readonly T[], count: number): readonly T[] =>
      Array.from({ length: count }, (_, n) => values[n % values.length]).filter(
        (value) => value !== undefined,
      );
    fc.assert(
      fc.property(some(queued), some(lock), around, wishes, (kinds, lockKinds, company, own) => {
        const open = many(kinds, 1000);
        const locks = many(lockKinds, 100).map((one, n) => ({ ...one, component: `part-${n}` }));
        const waiting = open
          .slice(0, 20)
          .map((one) => ({ release: { ...one, key: 'k', finding: 1 }, steps: [...steps] }));
        const facts = { waiting, moreWaiting: 5, mine: open, open, locks, silent: ['db'] };
        const view = homeView(facts, own, texts, company);
        expectHome(view);
        const said = JSON.stringify(view);
        for (const count of [15, 985]) {
          expect(said).toContain(texts.home.more('mine', count).split('.')[0]);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('what somebody wants to hear of any number of components, and what they choose of it', () => {
    const names = Array.from({ length: 400 }, (_, n) => `${'part-'.repeat(1 + (n % 25))}${n}`);
    const company = fc.tuple(around, fc.integer({ min: 1, max: 400 }));
    fc.assert(
      fc.property(wishes, company, (own, [some, count]) => {
        const follows = [...own.preferences.follows, ...names.slice(0, 150)];
        const shown = { ...own, preferences: { ...own.preferences, follows } };
        const facts = { waiting: [], moreWaiting: 0, mine: [], open: [], locks: [], silent: [] };
        expectHome(homeView(facts, shown, texts, { ...some, components: names.slice(0, count) }));
      }),
      { numRuns: 50 },
    );
  });

  it('the welcome, and the button below a nudge', () => {
    const welcome = welcomeMessage('welcome:U1', texts);
    expectPostable(welcome);
    expect(welcome.text.split('\n')).toHaveLength(3);
    expectPostable({ text: 'a nudge', blocks: [snoozeRow(texts)] });
  });

  it('each button, whose click says which command for which release it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...steps), card, (step, release) => {
        const buttons = { target: targetOf(release), steps: [step] };
        const [, row] = textMessage('id', 'a text', buttons, texts).blocks;
        const [button] = row?.type === 'actions' ? row.elements : [];
        const { action_id: id, value } = button as Button;
        expect(readButton(id ?? '', value)).toEqual({ ...targetOf(release), step });
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
