import type { HookSettings } from './hooks/hook-settings.ts';
import type { FreezeWindow } from './lock/freeze-window.ts';
import type { OnCall } from './on-call.ts';
import type { ReminderKind } from './release/stage.ts';
import type { SignRule } from './signs/rule.ts';
import type { TrackerSettings } from './trackers.ts';
import type { TrustSettings } from './trust.ts';
import type { ComponentWatch, WatchSource } from './watch/check.ts';
import type { Calendar } from './working-time.ts';

/** A Slack user ID (`U…`, `W…`) or user group ID (`S…`). */
export type PersonOrGroup = string;

/** Those in which the texts are there. */
export const languages = ['en', 'ru'] as const;
export type Language = (typeof languages)[number];

/** The usual signs of a well-done task, in the order in which people read them. A company may have signs of its own besides. */
export const signs = ['codeReview', 'qa', 'customerDemo', 'releaseDocs', 'rollbackDocs'] as const;
export type UsualSign = (typeof signs)[number];
export type Sign = string;

/** Whether a sign is checked, and how: true is as the tracker of the ticket has it. */
export type SignSetting = boolean | SignRule;

export interface ComponentSettings {
  /** Critical components have a lock; one release at a time goes to them. */
  readonly critical: boolean;
  /** Whether releases of it need an admin. */
  readonly admin: boolean;
  readonly dependsOn: readonly string[];
  /** What it was called earlier: as long as there is a lock of that name, its releases take that one, too. Absent: nothing else. */
  readonly renamedFrom?: readonly string[];
  /** Who gives the "good" for it, and who is admin for it; null: those of all components. */
  readonly approvers: readonly PersonOrGroup[] | null;
  readonly admins: readonly PersonOrGroup[] | null;
  /** How many of its approvers have to give the "good". */
  readonly approvals: number;
  /** Where the cards of its releases go: a channel's name without `#`, or its ID. Absent, null: the release channel. */
  readonly channel?: string | null;
  /** Patterns of the files that are its own. Absent: none. */
  readonly paths?: readonly string[];
  /** In place of the signs of all components. Absent: none. */
  readonly checks?: Readonly<Record<Sign, SignSetting>>;
  /** How its releases are watched. Absent: they are not. */
  readonly watch?: ComponentWatch;
}

/** When somebody who is to act is reminded. Durations in milliseconds, from the moment they were to act. */
export interface ReminderSettings {
  readonly afterMs: number;
  readonly everyMs: number;
  /** Null: never escalated. */
  readonly escalateAfterMs: number | null;
  readonly escalateTo: readonly PersonOrGroup[];
}

/** Where starts and ends on production are told besides Slack: a webhook by its name in the configuration, or Grafana. */
export type Destination = `webhook:${string}` | 'grafana';

export interface WebhookSettings {
  readonly url: string;
  /** The environment variable of the worker with the secret that signs. */
  readonly secretEnv: string;
}

export interface GrafanaSettings {
  /** Without a slash at its end. */
  readonly url: string;
  /** The environment variable of the worker with the token. */
  readonly tokenEnv: string;
}

/** The part of the settings that a release reads once and carries with it: a later edit meets later releases. */
export interface ReleaseRules {
  readonly calendar: Calendar;
  readonly selfAccept: boolean;
  readonly expireAfterMs: number;
  /** A release may start by checks that ran so short a time ago, though they cannot run now. */
  readonly checkedWithinMs: number;
  readonly holdForMs: number;
  readonly reminders: Readonly<Record<ReminderKind, ReminderSettings>>;
  /** Absent: none. */
  readonly destinations?: readonly Destination[];
  /** Whether trackers hear of it in its tickets. Absent: no. */
  readonly writesBack?: boolean;
}

/** A recurring freeze of critical components, in the zone of the calendar. */
export interface FreezeSettings extends Omit<FreezeWindow, 'timezone'> {
  readonly components: readonly string[];
}

/** Where the events stand that freeze components. A name that ends in `Env` is that of an environment variable with a secret in it; null: without. */
export interface CalendarSettings {
  /** For people; no two have the same. */
  readonly name: string;
  /** Null: it is a secret itself, in `urlEnv`. */
  readonly url: string | null;
  readonly urlEnv: string | null;
  readonly userEnv: string | null;
  readonly passwordEnv: string | null;
  /** In place of the password; or alone. */
  readonly tokenEnv: string | null;
  readonly everyMs: number;
  /** Which components an event freezes, by words of its title; null: an event with none of them. */
  readonly components: readonly {
    readonly words: string | null;
    readonly components: readonly string[];
  }[];
}

/** How releases without a ticket are called. */
export interface ReleaseNaming {
  /** Whether there may be any. */
  readonly withoutTicket: boolean;
  /** Of their keys: `REL` for `REL-7`. */
  readonly prefix: string;
}

/** How pages of the web are read. A name that ends in `Env` is that of an environment variable with a secret in it; null: without. */
export interface PageSettings {
  /** The beginning of their addresses. */
  readonly matches: string;
  readonly kind: PageKind;
  readonly userEnv: string | null;
  readonly passwordEnv: string | null;
  /** In place of the password; or alone. */
  readonly tokenEnv: string | null;
  /** Of a MediaWiki, the address of `api.php`; null: it is found by the page. */
  readonly api: string | null;
  /** Of Confluence in the cloud, for a token with scopes. */
  readonly cloudId: string | null;
}

export type PageKind = 'http' | 'mediawiki' | 'confluence' | 'dokuwiki';

/** An environment variable of the worker that holds a secret, and what needs it. */
export interface NeededSecret {
  readonly variable: string;
  /** `name`: as the configuration calls it; of pages, the beginning of their addresses. */
  readonly by: {
    readonly kind: 'webhook' | 'grafana' | 'tracker' | 'pages' | 'gate' | 'calendar' | 'onCall' | 'watch';
    readonly name: string;
  };
}

/** `dobrobot.yaml`, checked and completed. */
export interface Settings {
  /** Of what everyone reads, and of everyone whose own language has no texts. */
  readonly language: Language;
  readonly slack: {
    /** A channel's name without `#`, or its ID. */
    readonly releaseChannel: string;
    /** As whom other apps speak, by their IDs. */
    readonly speakers: Readonly<Record<string, string>>;
    /** The IDs of other workspaces and organizations whose people may speak with the bot. */
    readonly team: readonly string[];
  };
  readonly people: {
    readonly approvers: readonly PersonOrGroup[];
    readonly admins: readonly PersonOrGroup[];
    /** Admins, too, of whom one at a time is called; null: all admins are. */
    readonly onCall: OnCall | null;
  };
  readonly releases: ReleaseNaming;
  /** The first whose keys fit has the ticket. */
  readonly tickets: readonly TrackerSettings[];
  /** The first that matches counts. */
  readonly pages: readonly PageSettings[];
  /** Names and addresses of an internal network that trackers and pages may be at, in lower case. */
  readonly internalHosts: readonly string[];
  readonly checks: Readonly<Record<Sign, SignSetting>>;
  readonly components: Readonly<Record<string, ComponentSettings>>;
  readonly freezes: readonly FreezeSettings[];
  /** Absent: none. */
  readonly calendars?: readonly CalendarSettings[];
  /** Pipelines whose identity tokens are taken; the first that fits counts. Absent: none. */
  readonly trust?: readonly TrustSettings[];
  /** By their names. */
  readonly webhooks: Readonly<Record<string, WebhookSettings>>;
  /** By their names. */
  readonly hooks: Readonly<Record<string, HookSettings>>;
  readonly grafana: GrafanaSettings | null;
  /** Where what is watched comes from, by names. Absent: nowhere. */
  readonly watch?: Readonly<Record<string, WatchSource>>;
  /** The morning digest, on working days; minutes from local midnight. Null: none. */
  readonly digest: { readonly atMinute: number } | null;
  /** The weekly report; `day` is an ISO weekday, 1 is Monday. Null: none. */
  readonly report: { readonly day: number; readonly atMinute: number } | null;
  readonly checkEveryMs: number;
  readonly release: ReleaseRules;
}
