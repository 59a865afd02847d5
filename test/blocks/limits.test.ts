/** Whatever people write, and however long: Slack takes every message and form, and reads nothing into it. */
import type { Button } from '@slack/web-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readButton } from '../../blocks/command-button.ts';
import { cardMessage, textMessage } from '../../blocks/message.ts';
import { readReason, reasonForm, reasonView } from '../../blocks/reason-form.ts';
import type { LockEvent } from '../../domain/lock-events.ts';
import type { EventType, ReleaseEvent } from '../../domain/release/events.ts';
import { offers, offersOf, reasonedOffers } from '../../domain/release/offers.ts';
import { languages } from '../../domain/settings.ts';
import { textsIn } from '../../texts/index.ts';
import { cut, split } from '../../texts/mrkdwn.ts';
import type { ReleaseCard } from '../../workflows/names.ts';
import { anyOf, anything, hostile } from '../support/anything.ts';
import { expectEscaped, expectOpenable, expectPostable } from '../support/slack-limits.ts';

const { words, ticket } = hostile;
const { card, around, facts, lockEvents, user, epoch } = anything(hostile);
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const targetOf = ({ ticket: key, key: release }: ReleaseCard) => ({ ticket: key, release });

describe.each(languages)('Slack takes, in the language %s,', (language) => {
  const texts = textsIn(language);

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
    const event = anyOf<LockEvent['type'], LockEvent>('type', lockEvents);
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
