import type { NotKept, NudgeWay, QuietHours } from '../domain/preferences.ts';
import type { Clock } from './request-form.ts';

/** What is said about what a person wants to hear. Of buttons and fields it is plain text, as the heading is. */
export interface PreferenceTexts {
  readonly heading: string;
  readonly nudges: Readonly<Record<NudgeWay, string>>;
  /** Of the button that chooses it. */
  readonly nudgeButton: Readonly<Record<NudgeWay, string>>;
  readonly snoozeButton: string;
  readonly wakeButton: string;
  /** `until` is epoch ms. */
  readonly snoozed: (until: number, clock: Clock) => string;
  /** `zone` is an IANA zone. */
  readonly quiet: (hours: QuietHours | null, weekends: boolean, zone: string) => string;
  /** In the fields where no time is chosen. */
  readonly quietFrom: string;
  readonly quietTo: string;
  readonly notQuietButton: string;
  /** Of the button that chooses it. */
  readonly weekendButton: Readonly<Record<'quiet' | 'loud', string>>;
  readonly follow: (components: readonly string[]) => string;
  /** Behind what is told of a release of components that the reader follows. */
  readonly youFollow: (components: readonly string[]) => string;
  /** To whoever snoozed nudges below one of them. */
  readonly snoozedThere: (until: number, clock: Clock) => string;
  readonly notKept: Readonly<Record<NotKept, string>>;
  /** What is shown is what was known last. */
  readonly away: string;
}
