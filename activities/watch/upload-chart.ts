import { log } from '@temporalio/activity';
import type { WebClient } from '@slack/web-api';
import type { ShownCard } from '../../domain/messages/notice.ts';
import type { WatchedRelease, WatchTold } from '../../domain/messages/watch.ts';
import { isService } from '../../domain/service.ts';
import type { Settings } from '../../domain/settings.ts';
import { nameOf } from '../../domain/watch/plan.ts';
import type { Texts } from '../../texts/index.ts';
import { chartOf } from './chart.ts';
import { sourceNamed } from './sources.ts';
import type { WatchWorld } from './sources.ts';

/** How much time before the start a chart shows. */
const beforeMs = 30 * 60_000;

interface ChartContext {
  readonly slack: WebClient;
  readonly world: WatchWorld;
  readonly settings: Settings;
  readonly texts: Texts;
}

/**
 * Uploads the chart of a value that turned bad: to the thread of the card, and to those who got a direct
 * message. They have the numbers already, so a chart that cannot be drawn or uploaded is skipped.
 */
export async function uploadChart(
  { plan, startedAt }: WatchedRelease,
  { what, at }: WatchTold,
  { card, place }: ShownCard,
  { slack, world, settings, texts }: ChartContext,
): Promise<void> {
  if (what.type !== 'bad') return;
  const check = plan.checks.find(({ id }) => id === what.check)?.check;
  const source = check === undefined ? null : sourceNamed(check.source, settings, world);
  const course = check === undefined ? null : await source?.course(check, startedAt - beforeMs, at);
  const file = course ? await chartOf(course, { limit: what.found.limit, startedAt }) : null;
  if (file === null) return;
  const name = nameOf(what.check);
  const words = texts.watch.chart(`${card.ticket}: ${name}`, what.found);
  const upload = (where: { channel_id: string } | { channel_id: string; thread_ts: string }) =>
    slack.files.uploadV2({ ...where, file, filename: 'chart.png', title: words, alt_text: words });
  const people = [...new Set([card.requester, card.admin.user])].filter(
    (user) => user !== null && !isService(user),
  );
  const shown = await Promise.allSettled([
    ...(place === null ? [] : [upload({ channel_id: place.channel, thread_ts: place.ts })]),
    ...people.map(async (user) => {
      const { channel } = await slack.conversations.open({ users: user ?? '' });
      return upload({ channel_id: channel?.id ?? '' });
    }),
  ]);
  for (const one of shown) {
    if (one.status === 'rejected') log.warn('A chart could not be shown', { error: one.reason as unknown });
  }
}
