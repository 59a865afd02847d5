/** A watch shows the card of its release while the release may change it. */
import { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { WebClient } from '@slack/web-api';
import { expect, it } from 'vitest';
import { watchActivities } from '../../activities/watch/watch-activities.ts';
import { Watches } from '../../client/watches.ts';
import { loadSettings } from '../../config/load-settings.ts';
import type { ShownCard } from '../../domain/messages/notice.ts';
import type { Stage } from '../../domain/release/stage.ts';
import { Readers } from '../../texts/readers.ts';
import { aCard } from '../support/a-card.ts';

const shownAs = (stage: Stage): ShownCard => ({
  card: { ...aCard, stage },
  place: { release: aCard.key, channel: 'C1', ts: '1.1' },
});

/** A release whose stage changes while its card is shown. */
class GoingOn extends Watches {
  readonly #stages: Stage[];

  constructor(...stages: Stage[]) {
    super(new Client());
    this.#stages = stages;
  }

  override cardOf(): Promise<ShownCard> {
    const [stage = 'finished'] = this.#stages.splice(0, 1);
    return Promise.resolve(shownAs(stage));
  }
}

it.each([
  ['stays as it is', ['finished'], ['finished']],
  ['goes on meanwhile', ['deploying', 'watching'], ['deploying', 'watching', 'finished']],
] as const)('a release that %s is shown as it is last', async (_, stages, wanted) => {
  const settings = await loadSettings('dobrobot.yaml');
  const shown: Stage[] = [];
  const activities = watchActivities({
    settingsNow: () => Promise.resolve(settings),
    watches: new GoingOn(...stages),
    readers: new Readers(new WebClient(), () => undefined),
    speaker: {
      deliver: () => expect.unreachable(),
      say: () => expect.unreachable(),
      showCard: ({ card }) => Promise.resolve(void shown.push(card.stage)),
    },
    slack: null,
    ending: new AbortController().signal,
  });
  const plan = { checks: [], forMs: 0, everyMs: 0, holdLock: false };
  const watched = { card: aCard, startedAt: 0, plan };
  await new MockActivityEnvironment().run(() => activities.showWatch(watched));
  expect(shown).toEqual(wanted);
});
