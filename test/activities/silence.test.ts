/** What a worker without Slack does with the notices it cannot deliver. */
import { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NoSlack } from '../../activities/silence.ts';
import { loadSettings } from '../../config/load-settings.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import { channelDestination, peopleDestination } from '../../domain/messages/round.ts';
import type { Backlog, Round, RoundResult } from '../../domain/messages/round.ts';
import { aCard } from '../support/a-card.ts';

const settings = await loadSettings('dobrobot.yaml');
const dayMs = 24 * 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const deliver = (notices: readonly Notice[], only: Round['only'] = null): Promise<RoundResult> =>
  new MockActivityEnvironment({ scheduledTimestampMs: Date.now() }).run(() =>
    new NoSlack(new Client(), () => Promise.resolve(settings)).deliver(notices, {
      cardPlace: null,
      only,
      except: [],
    }),
  );

const origin = { actor: 'U_VERA', via: 'api', commandId: 'c', channel: null, saidAt: null };
const event = (id: string, type: 'accepted' | 'nudged', at = Date.now()): Notice =>
  ({
    kind: 'event',
    id,
    tried: false,
    card: aCard,
    event: { n: 3, at, type, facts: {}, ...origin },
  }) as Notice;
const everyone = (...notices: readonly string[]): readonly Backlog[] =>
  [channelDestination, peopleDestination].map((place) => ({ place, notices, triedSince: null }));

describe('without Slack', () => {
  it('everything waits beside what comes later, but for reminders, which come anew', async () => {
    const { left, cardPlace, asked } = await deliver([event('a', 'accepted'), event('b', 'nudged')]);
    expect({ left, cardPlace, asked }).toEqual({ left: everyone('a'), cardPlace: null, asked: [] });
    expect((await deliver([event('b', 'nudged')])).left).toEqual([]);
  });

  it('what waits is tried again soon, without a warning', async () => {
    const failure = await deliver([event('a', 'accepted')], everyone('a')).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ category: 'BENIGN', nonRetryable: false, nextRetryDelay: 20_000 });
  });

  it('what nobody could be told for a day is told no more', async () => {
    const old = event('a', 'accepted', Date.now() - dayMs - 1);
    expect((await deliver([old], everyone('a'))).left).toEqual([]);
    const both = await deliver([old, event('b', 'accepted')], everyone('a', 'b'));
    expect(both.left).toEqual(everyone('b'));
  });
});
