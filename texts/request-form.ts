import type { CheckReport } from '../domain/release/checks.ts';
import type { Stage } from '../domain/release/stage.ts';
import type { Surroundings } from './facts.ts';

/** A release that somebody asked for already. */
export interface OpenRequest {
  readonly requester: string;
  readonly stage: Stage;
  /** Epoch ms. */
  readonly since: number;
}

/** What is known of a ticket before somebody asks for its release. */
export interface RequestPreview {
  readonly ticket: string;
  /** Null where it cannot be known now. */
  readonly report: CheckReport | null;
  /** What keeps them from asking for it; null if nothing does. */
  readonly open: OpenRequest | null;
}

/** The clock by which a text tells times. */
export type Clock = Pick<Surroundings, 'now' | 'timezone'>;

/** The form by which somebody asks for the good; plain text but for `preview`. */
export interface RequestFormTexts {
  readonly title: string;
  readonly submit: string;
  readonly leave: string;
  /** Whether there are releases without a ticket. */
  readonly ticket: (withoutTicket: boolean) => FieldTexts;
  readonly components: FieldTexts;
  readonly wikiLink: FieldTexts;
  readonly options: string;
  readonly noNeedAdmin: string;
  readonly hotfix: string;
  readonly preview: (preview: RequestPreview, clock: Clock) => string;
  /** Where the form was to be filled in with what a message speaks of. */
  readonly nothingFound: string;
  readonly notATicket: (withoutTicket: boolean) => string;
  readonly notAnAddress: string;
  readonly unknownTicket: (ticket: string) => string;
  /** Null: by whoever fills in the form. `name` is as people know them. */
  readonly alreadyAsked: (name: string | null, open: OpenRequest, clock: Clock) => string;
  readonly somebody: string;
}

interface FieldTexts {
  readonly label: string;
  readonly hint: string;
}
