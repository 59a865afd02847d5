import type { DeployStep } from './hooks/hook-event.ts';

/** Why the bot cannot speak in a channel, until somebody mends that: Slack's own words. */
export const channelTroubles = [
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'restricted_action',
  'missing_scope',
] as const;
export type ChannelTrouble = (typeof channelTroubles)[number];

/** What is wrong with how the bot was set up, for its admins to mend. */
export type Trouble =
  /** The release channel, as the settings name it; or that of these components. */
  | {
      readonly type: 'channel';
      readonly channel: string;
      readonly reason: ChannelTrouble;
      readonly components?: readonly string[];
    }
  | { readonly type: 'scopes'; readonly missing: readonly string[] }
  /** Somebody whom the settings name; `where` is the path there. */
  | { readonly type: 'person'; readonly user: string; readonly where: string }
  /** Nobody is in a user group that the settings name, or Slack does not show it. */
  | { readonly type: 'group'; readonly group: string; readonly where: string }
  /** A tracker, by its name in the settings, does not take its credential. */
  | { readonly type: 'credential'; readonly tracker: string; readonly reason: string }
  /** A tracker, by its name, could not be told in one of its tickets that it is released. */
  | { readonly type: 'writeBack'; readonly tracker: string; readonly ticket: string; readonly reason: string }
  /** What a deploy system told us was refused; it is told to everyone. `hook`: as the settings call it. `reason` is plain text. */
  | {
      readonly type: 'hook';
      readonly hook: string;
      readonly delivery: string;
      readonly step: DeployStep;
      /** As the sender names it; null: it named none, and it is not known which release it is about. */
      readonly ticket: string | null;
      readonly components: readonly string[];
      readonly reason: string;
    }
  /** The configuration at a place, `HOST:PATH`, cannot be used; what ran before goes on. `id` tells these mistakes from others. */
  | {
      readonly type: 'configuration';
      readonly place: string;
      readonly id: string;
      readonly reason: string;
    }
  /** The configuration gives the lock to no component any more; it stays until nobody has to do with it. */
  | ({ readonly type: 'lockStays'; readonly component: string } & StayingLock)
  /** Two releases are on production on one part, as the configuration says since they are there; by their keys. */
  | {
      readonly type: 'sharedPart';
      readonly component: string;
      readonly tickets: readonly [string, string];
      readonly releases: readonly [string, string];
    }
  /** Workflows are stuck at a task that fails again and again; not all of them are named. `reason`: what the first one's failure says. */
  | {
      readonly type: 'failingTasks';
      readonly workflowIds: readonly string[];
      readonly count: number;
      readonly reason: string | null;
    }
  /** Pages, by the beginning of their addresses, do not take theirs. */
  | { readonly type: 'pages'; readonly pages: string; readonly reason: string };

/** Why a lock is there that the configuration gives to no component. */
export interface StayingLock {
  readonly why: 'gone' | 'uncritical' | 'renamed';
  /** What the component is called now; empty unless it was renamed. */
  readonly now: readonly string[];
}

/** Those of which people are told once, and not day after day. */
export const isToldOnce = ({ type }: Trouble): boolean => toldOnce.includes(type);
const toldOnce: readonly Trouble['type'][] = ['lockStays', 'configuration', 'sharedPart'];

/** What names a trouble among all. */
export function troubleKey(trouble: Trouble): string {
  switch (trouble.type) {
    case 'channel':
      return `channel:${trouble.channel}:${trouble.reason}`;
    case 'scopes':
      return `scopes:${trouble.missing.join()}`;
    case 'person':
      return `person:${trouble.user}`;
    case 'group':
      return `group:${trouble.group}`;
    case 'credential':
      return `credential:${trouble.tracker}`;
    case 'writeBack':
      return `writeBack:${trouble.tracker}`;
    case 'hook':
      return `hook:${trouble.hook}:${trouble.delivery}`;
    case 'configuration':
      return `configuration:${trouble.place}:${trouble.id}`;
    case 'lockStays':
      return `lockStays:${trouble.component}:${trouble.why}:${trouble.now.join()}`;
    case 'sharedPart':
      return `sharedPart:${trouble.component}:${trouble.releases.join()}`;
    case 'failingTasks':
      return `failingTasks:${trouble.count > 1 ? 'several' : trouble.workflowIds.join()}`;
    case 'pages':
      return `pages:${trouble.pages}`;
  }
}
