import type { Stage } from '../domain/release/stage.ts';
import type { HandsTexts } from './hands.ts';
import type { LogWords } from './log-words.ts';
import type { StatisticsLanguage } from './statistics-layout.ts';

/** The words of the web page in one language. All plain text; times and durations are passed in as text. */
export interface PageTexts {
  readonly locale: string;
  readonly log: LogWords;
  readonly stages: Readonly<Record<Stage, string>>;
  readonly statistics: StatisticsLanguage;
  readonly hands: HandsTexts;

  /** The views of the page; used as titles and in its navigation. */
  readonly views: Readonly<Record<'queue' | 'timeline' | 'statistics', string>>;
  readonly toContent: string;
  readonly loading: string;
  readonly signOut: string;
  readonly live: (time: string) => string;
  readonly notLive: string;
  readonly logAway: string;
  readonly temporalAway: string;
  readonly pageAway: string;
  readonly noLog: string;
  readonly refused: (why: string) => string;

  readonly components: string;
  readonly all: string;
  readonly chosen: (count: number) => string;
  readonly search: string;
  readonly searchHint: string;
  readonly clearFilters: string;
  readonly copyLink: string;
  readonly linkCopied: string;
  /** For browsers where the page may not write to the clipboard. */
  readonly linkInAddress: string;

  readonly time: string;
  readonly last: (duration: string) => string;
  readonly from: string;
  readonly to: string;
  readonly exactTime: string;
  readonly earlier: string;
  readonly later: string;
  readonly closer: string;
  readonly farther: string;

  readonly timelineOf: (from: string, to: string) => string;
  readonly timelineKeys: string;
  readonly now: string;
  readonly frozen: string;
  readonly until: (time: string) => string;
  readonly untilFurtherNotice: string;
  /** By whom, and until when. */
  readonly frozenBy: (who: string, end: string) => string;
  readonly byConfiguration: string;
  readonly byCalendar: (calendar: string, organizer: string | null) => string;
  readonly legend: string;
  /** The states that a bar can show. */
  readonly fates: Readonly<
    Record<'waiting' | 'onProduction' | 'finished' | 'rolledBack' | 'rejected' | 'cancelled', string>
  >;
  readonly turnedBad: string;
  readonly releases: string;
  readonly since: (stage: string, time: string) => string;
  readonly nothingInTime: string;
  readonly moreInTime: (count: number) => string;
  readonly showAll: (count: number) => string;
  readonly freezesAndIncidents: string;

  readonly changedBefore: string;
  readonly moment: string;
  readonly clearMoment: string;
  readonly suspects: (time: string) => string;
  readonly noSuspects: (time: string) => string;
  readonly moreSuspects: (count: number) => string;
  readonly beforeStart: string;

  readonly story: string;
  readonly close: string;
  readonly noStory: string;
  readonly links: Readonly<Record<'ticket' | 'slack' | 'temporal' | 'wiki', string>>;
  readonly facts: Readonly<
    Record<'components' | 'requester' | 'asked' | 'good' | 'turn' | 'started' | 'ended' | 'override', string>
  >;
  readonly events: string;
  readonly via: (way: string) => string;
  readonly handedTo: (who: string) => string;

  readonly queueNow: string;
  readonly freeLocks: string;
  readonly holds: string;
  readonly waits: string;
  readonly silent: string;
  readonly hotfix: string;
  readonly shared: string;
  readonly others: string;
  readonly nobody: string;
  readonly noneFits: string;

  readonly noStatistics: string;
  readonly plots: Readonly<Record<'releases' | 'lead' | 'failures' | 'waits', string>>;
  readonly component: string;
  readonly month: string;
  readonly count: string;
  readonly median: string;
  readonly nineInTen: string;
}
