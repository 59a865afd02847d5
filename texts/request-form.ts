import type { CheckReport } from '../domain/release/check-report.ts';
import type { Stage } from '../domain/release/stage.ts';
import type { TextContext } from './facts.ts';

/** A release that was requested before and is still open. */
export interface OpenRequest {
  readonly requester: string;
  readonly stage: Stage;
  /** Epoch ms. */
  readonly since: number;
}

/** What is known of a ticket before its release is requested. */
export interface RequestPreview {
  readonly ticket: string;
  /** Null if unknown at the moment. */
  readonly report: CheckReport | null;
  /** The open release that blocks the request; null if none does. */
  readonly open: OpenRequest | null;
}

/** The time and time zone used to show times. */
export type Clock = Pick<TextContext, 'now' | 'timezone'>;

/** The request form. Plain text except for `preview`. */
export interface RequestFormTexts {
  readonly title: string;
  readonly submit: string;
  readonly leave: string;
  /** `withoutTicket`: whether releases without a ticket are allowed. */
  readonly ticket: (withoutTicket: boolean) => FieldTexts;
  readonly components: FieldTexts;
  readonly wikiLink: FieldTexts;
  readonly options: string;
  readonly noNeedAdmin: string;
  readonly hotfix: string;
  readonly preview: (preview: RequestPreview, clock: Clock) => string;
  /** The form was opened from a message in which no ticket was found. */
  readonly nothingFound: string;
  readonly notATicket: (withoutTicket: boolean) => string;
  readonly notAnAddress: string;
  readonly unknownTicket: (ticket: string) => string;
  /** `name` is the requester's name; null: the user who fills in the form. */
  readonly alreadyAsked: (name: string | null, open: OpenRequest, clock: Clock) => string;
  readonly somebody: string;
}

interface FieldTexts {
  readonly label: string;
  readonly hint: string;
}
