import type { NotKept, NudgeWay, QuietHours } from '../domain/preferences.ts';
import type { Clock } from './request-form.ts';

/** Texts about a person's notification preferences. The heading and the texts of buttons and fields are plain text. */
export interface PreferenceTexts {
  readonly heading: string;
  readonly nudges: Readonly<Record<NudgeWay, string>>;
  /** The button that chooses it. */
  readonly nudgeButton: Readonly<Record<NudgeWay, string>>;
  readonly snoozeButton: string;
  readonly wakeButton: string;
  /** `until` is epoch ms. */
  readonly snoozed: (until: number, clock: Clock) => string;
  /** `zone` is an IANA zone. */
  readonly quiet: (hours: QuietHours | null, weekends: boolean, zone: string) => string;
  /** The placeholders of the time fields. */
  readonly quietFrom: string;
  readonly quietTo: string;
  readonly notQuietButton: string;
  /** The button that chooses it. */
  readonly weekendButton: Readonly<Record<'quiet' | 'loud', string>>;
  readonly follow: (components: readonly string[]) => string;
  /** Follows the message about a release whose components the reader follows. */
  readonly youFollow: (components: readonly string[]) => string;
  /** The reply to a user who snoozed nudges with the button below one. */
  readonly snoozedThere: (until: number, clock: Clock) => string;
  readonly notKept: Readonly<Record<NotKept, string>>;
  /** Shown when the preferences cannot be read: the last known ones apply. */
  readonly away: string;
}
