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

/** The languages of the texts. */
export const languages = ['en', 'ru'] as const;
export type Language = (typeof languages)[number];

/** The built-in signs of a well-done task, in the order in which people read them. A company may add its own. */
export const signs = ['codeReview', 'qa', 'customerDemo', 'releaseDocs', 'rollbackDocs'] as const;
export type UsualSign = (typeof signs)[number];
export type Sign = string;

/** Whether and how a sign is checked. True: by the preset of the ticket's tracker. */
export type SignSetting = boolean | SignRule;

export interface ComponentSettings {
  /** Critical components have a lock: only one release at a time goes to them. */
  readonly critical: boolean;
  /** Whether releases of it need an admin. */
  readonly admin: boolean;
  readonly dependsOn: readonly string[];
  /** Former names. While a lock of such a name exists, its releases take that one, too. Absent: none. */
  readonly renamedFrom?: readonly string[];
  /** Its approvers and admins; null: those of all components. */
  readonly approvers: readonly PersonOrGroup[] | null;
  readonly admins: readonly PersonOrGroup[] | null;
  /** How many of its approvers have to give the "good". */
  readonly approvals: number;
  /** The channel for the cards of its releases: a name without `#`, or an ID. Absent, null: the release channel. */
  readonly channel?: string | null;
  /** Patterns of the files that belong to it. Absent: none. */
  readonly paths?: readonly string[];
  /** Overrides of the signs of all components. Absent: none. */
  readonly checks?: Readonly<Record<Sign, SignSetting>>;
  /** How its releases are watched. Absent: not at all. */
  readonly watch?: ComponentWatch;
}

/** When people who have to act are reminded. Durations in ms, from the moment they have to act. */
export interface ReminderSettings {
  readonly afterMs: number;
  readonly everyMs: number;
  /** Null: never escalated. */
  readonly escalateAfterMs: number | null;
  readonly escalateTo: readonly PersonOrGroup[];
}

/** Where starts and ends on production are sent besides Slack: a webhook, by its name in the configuration, or Grafana. */
export type Destination = `webhook:${string}` | 'grafana';

export interface WebhookSettings {
  readonly url: string;
  /** The worker's environment variable with the signing secret. */
  readonly secretEnv: string;
}

export interface GrafanaSettings {
  /** Without a trailing slash. */
  readonly url: string;
  /** The worker's environment variable with the token. */
  readonly tokenEnv: string;
}

/** The part of the settings that a release carries with it. It is read when the release is requested and whenever its checks run. */
export interface ReleaseRules {
  readonly calendar: Calendar;
  readonly selfAccept: boolean;
  readonly expireAfterMs: number;
  /** How old the last checks may be for a release to start if new ones cannot run. */
  readonly checkedWithinMs: number;
  readonly holdForMs: number;
  readonly reminders: Readonly<Record<ReminderKind, ReminderSettings>>;
  /** Absent: none. */
  readonly destinations?: readonly Destination[];
  /** Whether events are written back into tickets. Absent: no. */
  readonly writesBack?: boolean;
}

/** A recurring freeze of critical components, in the zone of the calendar. */
export interface FreezeSettings extends Omit<FreezeWindow, 'timezone'> {
  readonly components: readonly string[];
}

/** A calendar whose events freeze components. Fields that end in `Env` name environment variables that hold a secret; null: none. */
export interface CalendarSettings {
  /** Shown to people; unique. */
  readonly name: string;
  /** Null: it is a secret, in `urlEnv`. */
  readonly url: string | null;
  readonly urlEnv: string | null;
  readonly userEnv: string | null;
  readonly passwordEnv: string | null;
  /** Replaces the password, or is used alone. */
  readonly tokenEnv: string | null;
  readonly everyMs: number;
  /** The components that an event freezes, by words in its title; null: an event with none of these words. */
  readonly components: readonly {
    readonly words: string | null;
    readonly components: readonly string[];
  }[];
}

/** How releases without a ticket are named. */
export interface ReleaseNaming {
  /** Whether such releases are allowed. */
  readonly withoutTicket: boolean;
  /** The prefix of their keys: `REL` for `REL-7`. */
  readonly prefix: string;
}

/** How web pages are read. Fields that end in `Env` name environment variables that hold a secret; null: none. */
export interface PageSettings {
  /** What their URLs begin with. */
  readonly matches: string;
  readonly kind: PageKind;
  readonly userEnv: string | null;
  readonly passwordEnv: string | null;
  /** Replaces the password, or is used alone. */
  readonly tokenEnv: string | null;
  /** For MediaWiki: the URL of `api.php`; null: discovered from the page. */
  readonly api: string | null;
  /** For Confluence Cloud with a scoped token. */
  readonly cloudId: string | null;
}

export type PageKind = 'http' | 'mediawiki' | 'confluence' | 'dokuwiki';

/** A worker's environment variable that holds a secret, and what needs it. */
export interface NeededSecret {
  readonly variable: string;
  /** `name`: the name in the configuration; for pages, what their URLs begin with. */
  readonly by: {
    readonly kind: 'webhook' | 'grafana' | 'tracker' | 'pages' | 'gate' | 'calendar' | 'onCall' | 'watch';
    readonly name: string;
  };
}

/** `dobrobot.yaml`, validated and with defaults. */
export interface Settings {
  /** The language of what everyone reads, and of people whose own language has no texts. */
  readonly language: Language;
  readonly slack: {
    /** A channel's name without `#`, or its ID. */
    readonly releaseChannel: string;
    /** The `service:NAME` that another app speaks as, by app ID. */
    readonly speakers: Readonly<Record<string, string>>;
    /** The IDs of other workspaces and organizations whose people may use the bot. */
    readonly team: readonly string[];
  };
  readonly people: {
    readonly approvers: readonly PersonOrGroup[];
    readonly admins: readonly PersonOrGroup[];
    /** The people on call, who are admins, too: only those on call now are called. Null: all admins are. */
    readonly onCall: OnCall | null;
  };
  readonly releases: ReleaseNaming;
  /** A ticket belongs to the first tracker whose keys match. */
  readonly tickets: readonly TrackerSettings[];
  /** The first match applies. */
  readonly pages: readonly PageSettings[];
  /** Hosts in the internal network that trackers and pages may be at, in lower case. */
  readonly internalHosts: readonly string[];
  readonly checks: Readonly<Record<Sign, SignSetting>>;
  readonly components: Readonly<Record<string, ComponentSettings>>;
  /** The former names in `components` that only earlier configurations gave: they count until their locks are empty. Absent: none. */
  readonly namesKept?: readonly string[];
  readonly freezes: readonly FreezeSettings[];
  /** Absent: none. */
  readonly calendars?: readonly CalendarSettings[];
  /** The pipelines whose identity tokens are accepted; the first match applies. Absent: none. */
  readonly trust?: readonly TrustSettings[];
  /** By name. */
  readonly webhooks: Readonly<Record<string, WebhookSettings>>;
  /** By name. */
  readonly hooks: Readonly<Record<string, HookSettings>>;
  readonly grafana: GrafanaSettings | null;
  /** The sources of what is watched, by name. Absent: none. */
  readonly watch?: Readonly<Record<string, WatchSource>>;
  /** The morning digest on working days, in minutes from local midnight. Null: none. */
  readonly digest: { readonly atMinute: number } | null;
  /** The weekly report; `day` is an ISO weekday, 1 is Monday. Null: none. */
  readonly report: { readonly day: number; readonly atMinute: number } | null;
  readonly checkEveryMs: number;
  readonly release: ReleaseRules;
}
