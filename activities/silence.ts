import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import { lastRelease } from '../client/closed-runs.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import { linkingChannelsOf } from '../domain/components.ts';
import type { Notice } from '../domain/messages/notice.ts';
import { channelDestination, componentDestination, peopleDestination } from '../domain/messages/round.ts';
import type { Backlog, Round, RoundResult } from '../domain/messages/round.ts';
import { releaseIdOf } from '../domain/messages/workflows.ts';
import { isEnd } from '../domain/release/stage.ts';
import type { Settings } from '../domain/settings.ts';
import type { Voice } from './speaker.ts';

/** How long undelivered messages are kept. The card of an open release is kept until the release closes. */
const keptMs = 24 * 3_600_000;
/** The retry delay: how soon delivery resumes after Slack is back. */
const againAfterMs = 20_000;

/** The voice of a worker without Slack: it delivers nothing. Messages wait for a worker with Slack and block nothing else. */
export class NoSlack implements Voice {
  readonly #client: Client;
  readonly #settingsNow: SettingsSource;

  constructor(client: Client, settingsNow: SettingsSource) {
    this.#client = client;
    this.#settingsNow = settingsNow;
  }

  async deliver(notices: readonly Notice[], { only }: Round): Promise<RoundResult> {
    if (only === null) return told(backlogsOf(notices, await this.#settingsNow()));
    const now = Date.now();
    const kept = await Promise.all(notices.map(async (notice) => this.#isKept(notice, notices, now)));
    if (kept.every(Boolean)) throw nobodyListens();
    const ids = new Set(notices.filter((_, index) => kept[index]).map(({ id }) => id));
    const left = only.map((backlog) => ({
      ...backlog,
      notices: backlog.notices.filter((id) => ids.has(id)),
    }));
    return told(left.filter((backlog) => backlog.notices.length > 0));
  }

  say(): Promise<void> {
    const { scheduledTimestampMs } = activityInfo();
    if (Date.now() - scheduledTimestampMs < keptMs) throw nobodyListens();
    return Promise.resolve();
  }

  /** Nothing to keep: the next update shows the card as it is then. */
  showCard(): Promise<void> {
    return Promise.resolve();
  }

  async #isKept(notice: Notice, all: readonly Notice[], now: number): Promise<boolean> {
    if (now - madeAt(notice) < keptMs) return true;
    const last = all.findLast(({ kind }) => kind === 'card');
    if (notice.kind !== 'card' || notice !== last) return false;
    const release = (await lastRelease(this.#client, releaseIdOf(notice.card.ticket)))?.release;
    return release?.key === notice.card.key && !isEnd(release.stage);
  }
}

const told = (left: readonly Backlog[]): RoundResult => ({ cardPlace: null, left, asked: [] });

/** Temporal retries it and, as it is benign, logs no warning. */
const nobodyListens = (): ApplicationFailure =>
  ApplicationFailure.create({
    message: 'There is no Slack: DOBROBOT_SLACK is off',
    nextRetryDelay: againAfterMs,
    category: ApplicationFailureCategory.BENIGN,
  });

/** The places where each notice is due once Slack is back. Without reminders, since those recur. */
function backlogsOf(notices: readonly Notice[], settings: Settings): readonly Backlog[] {
  const lasting = notices.filter((notice) => !isReminder(notice) && notice.kind !== 'looking');
  const places = new Map<string, string[]>();
  for (const notice of lasting) {
    for (const place of placesOf(notice, settings)) {
      places.set(place, [...(places.get(place) ?? []), notice.id]);
    }
  }
  return [...places].map(([place, ids]) => ({ place, notices: ids, triedSince: null }));
}

const isReminder = (notice: Notice): boolean =>
  notice.kind === 'event' && ['nudged', 'escalated'].includes(notice.event.type);

function placesOf(notice: Notice, { components }: Settings): readonly string[] {
  switch (notice.kind) {
    case 'card':
      return [channelDestination];
    case 'event': {
      const isAnnounced = notice.event.n === notice.card.announcedBy;
      const linking = isAnnounced ? linkingChannelsOf(notice.card.components, components) : [];
      return [channelDestination, peopleDestination, ...linking.map(componentDestination)];
    }
    case 'lockEvent':
      return [channelDestination, peopleDestination];
    case 'settling':
    case 'answer':
    case 'lockAnswer':
    case 'looking':
      return [peopleDestination];
  }
}

/** When the notice was made, epoch ms; if it does not say, when this activity was scheduled. */
function madeAt(notice: Notice): number {
  if (notice.kind === 'event') return notice.event.at;
  return 'card' in notice ? Date.parse(notice.card.since) : activityInfo().scheduledTimestampMs;
}
