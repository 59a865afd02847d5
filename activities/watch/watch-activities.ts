import { isDeepStrictEqual } from 'node:util';
import { activityInfo } from '@temporalio/activity';
import type { WebClient } from '@slack/web-api';
import type { Watches } from '../../client/watches.ts';
import type { SettingsSource } from '../../config/settings-source.ts';
import type { WatchActivities } from '../../domain/messages/activities.ts';
import type { Notice, ShownCard } from '../../domain/messages/notice.ts';
import type { WatchedRelease } from '../../domain/messages/watch.ts';
import type { Settings } from '../../domain/settings.ts';
import { planFor } from '../../domain/watch/plan.ts';
import { httpSource } from '../../http/http-source.ts';
import { surroundings } from '../../texts/index.ts';
import type { Readers } from '../../texts/readers.ts';
import { generalRoleHolders } from '../../domain/people.ts';
import type { Voice } from '../speaker.ts';
import { uploadChart } from './upload-chart.ts';
import { directPosts, publicPosts } from './watch-posts.ts';
import { watchRelease } from './watch-release.ts';

/** From this attempt on, a card that cannot be queried is replaced by the one from the start. */
const patience = 6;

interface WatchSources {
  readonly settingsNow: SettingsSource;
  readonly watches: Watches;
  readonly readers: Readers;
  readonly speaker: Voice;
  /** Null if Slack is off. */
  readonly slack: WebClient | null;
  /** Aborts when the worker shuts down. */
  readonly ending: AbortSignal;
}

export function watchActivities({
  settingsNow,
  watches,
  readers,
  speaker,
  slack,
  ending,
}: WatchSources): WatchActivities {
  const httpOf = httpSource();
  const worldOf = (settings: Settings) => ({ http: httpOf(settings), env: process.env });
  /** The present card of a release. If that is not available, the card from the start of the watch. */
  const cardOf = async (watched: WatchedRelease): Promise<ShownCard> =>
    (await watches.cardOf(watched.card)) ?? { card: watched.card, place: null };
  /** A release whose worker died answers again after some seconds. One that is stuck never answers, and people are told anyway. */
  const cardAtLast = (watched: WatchedRelease): Promise<ShownCard> =>
    activityInfo().attempt < patience
      ? cardOf(watched)
      : cardOf(watched).catch(() => ({ card: watched.card, place: null }));
  return {
    watchRelease: (run) => watchRelease(run, { watches, settingsNow, worldOf, ending }),

    async tellOfWatch(watched, told, whom) {
      const shown =
        whom === 'people'
          ? await cardOf(watched).catch(() => ({ card: watched.card, place: null }))
          : await cardAtLast(watched);
      await speaker.say(async (settings) => {
        const around = surroundings(settings, generalRoleHolders(settings), []);
        const texts = readers.textsIn(settings.language);
        return whom === 'people'
          ? directPosts(told, shown.card, watched.startedAt, texts, around)
          : publicPosts(told, shown, settings, texts.everyone, around);
      });
    },

    async drawWatch(watched, told) {
      if (slack === null) return;
      const [settings, shown] = await Promise.all([settingsNow(), cardAtLast(watched)]);
      const { everyone: texts } = readers.textsIn(settings.language);
      await uploadChart(watched, told, shown, { slack, world: worldOf(settings), settings, texts });
    },

    async showWatch(watched) {
      // The release may change meanwhile and show its card first, so this repeats until the card stays the same.
      for (let shown: ShownCard | null = null; ;) {
        const card = await cardAtLast(watched);
        if (isDeepStrictEqual(card, shown)) return;
        await speaker.showCard(card);
        shown = card;
      }
    },
  };
}

/** Starts the watch of each release that went to production. Called with the delivery to Slack, which is retried until it succeeds. */
export async function beginWatches(
  notices: readonly Notice[],
  { components }: Settings,
  watches: Watches,
): Promise<void> {
  for (const notice of notices) {
    if (notice.kind !== 'event' || notice.event.type !== 'started') continue;
    const { card, event } = notice;
    const { at: startedAt, facts } = event;
    const plan = planFor(card.components, components);
    if (plan === null) continue;
    await watches.begin({ card, startedAt, plan }, facts.badAlready);
  }
}
