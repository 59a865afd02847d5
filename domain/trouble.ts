import type { DeployStep } from './hooks/hook-event.ts';

/** Slack's error codes for why the bot cannot post in a channel until somebody fixes it. */
export const channelTroubles = [
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'restricted_action',
  'missing_scope',
] as const;
export type ChannelTrouble = (typeof channelTroubles)[number];

/** A problem with the bot's setup, for its admins to fix. */
export type Trouble =
  /** The release channel, as named in the settings; with `components`, the channel of these components. */
  | {
      readonly type: 'channel';
      readonly channel: string;
      readonly reason: ChannelTrouble;
      readonly components?: readonly string[];
    }
  | { readonly type: 'scopes'; readonly missing: readonly string[] }
  /** A person named in the settings whom Slack does not know; `where` is the path in the settings. */
  | { readonly type: 'person'; readonly user: string; readonly where: string }
  /** A user group named in the settings is empty, or Slack does not show it. */
  | { readonly type: 'group'; readonly group: string; readonly where: string }
  /** A tracker, by its name in the settings, rejects its credential. */
  | { readonly type: 'credential'; readonly tracker: string; readonly reason: string }
  /** A tracker, by its name, could not be updated: nothing was written into a ticket about its release. */
  | { readonly type: 'writeBack'; readonly tracker: string; readonly ticket: string; readonly reason: string }
  /** A report of a deploy system was refused; everyone sees this. `hook`: its name in the settings. `reason` is plain text. */
  | {
      readonly type: 'hook';
      readonly hook: string;
      readonly delivery: string;
      readonly step: DeployStep;
      /** As the sender names it; null: it named none, so the release is unknown. */
      readonly ticket: string | null;
      readonly components: readonly string[];
      readonly reason: string;
    }
  /** The configuration at a place, `HOST:PATH`, is invalid; the previous one stays in use. `id` identifies the mistakes. */
  | {
      readonly type: 'configuration';
      readonly place: string;
      readonly id: string;
      readonly reason: string;
    }
  /** The configuration no longer gives a lock to the component, but the lock exists until nobody uses it. */
  | ({ readonly type: 'lockStays'; readonly component: string } & StayingLock)
  /** Two releases, by their keys, are on production on one part, because the configuration changed while they were there. */
  | {
      readonly type: 'sharedPart';
      readonly component: string;
      readonly tickets: readonly [string, string];
      readonly releases: readonly [string, string];
    }
  /** Workflows are stuck at a task that keeps failing; not all of them are listed. `reason`: the first one's failure. */
  | {
      readonly type: 'failingTasks';
      readonly workflowIds: readonly string[];
      readonly count: number;
      readonly reason: string | null;
    }
  /** Pages, by what their URLs begin with, reject their credential. */
  | { readonly type: 'pages'; readonly pages: string; readonly reason: string };

/** Why a lock exists that the configuration gives to no component. */
export interface StayingLock {
  readonly why: 'gone' | 'uncritical' | 'renamed' | 'nameLeftOut';
  /** The current names of the component; empty unless it was renamed. `nameLeftOut`: only an earlier configuration gave its name. */
  readonly now: readonly string[];
}

/** Whether people are told only once instead of every day. */
export const isToldOnce = ({ type }: Trouble): boolean => toldOnce.includes(type);
const toldOnce: readonly Trouble['type'][] = ['lockStays', 'configuration', 'sharedPart'];

/** Identifies a trouble. */
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
