import type { Origin } from '../messages/origin.ts';
import type { Pipeline } from '../messages/pipeline.ts';

/** What an event of the log is about. */
export type About = 'release' | 'lock' | 'incident';

/** In `components`: every one of them. No component can have this name. */
export const everyComponent = '*';

/** Fields of a row that is about no release and no lock. */
export const ofNothing = {
  releaseKey: null,
  n: null,
  ticket: null,
  tickets: [],
  title: null,
  url: null,
  wikiLink: null,
  requester: null,
  component: null,
  token: null,
} as const satisfies Partial<EventRow>;

/** One row of the log: who did what, when and through which door. Plain JSON; what is missing is null. */
export interface EventRow extends Origin {
  /** Unique for ever, so that a row written twice is stored once. */
  readonly key: string;
  /** Epoch ms by Temporal's clock; for an incident, when it happened. */
  readonly at: number;
  readonly about: About;
  readonly type: string;
  readonly pipeline: Pipeline | null;
  /** Identifies the release among all that its ticket ever had. */
  readonly releaseKey: string | null;
  /** The number of the event in its release. */
  readonly n: number | null;
  /** The key of its release. */
  readonly ticket: string | null;
  /** The keys of all its tickets. */
  readonly tickets: readonly string[];
  readonly title: string | null;
  readonly url: string | null;
  readonly wikiLink: string | null;
  readonly requester: string | null;
  /** All components that it concerns; `everyComponent` may be among them. */
  readonly components: readonly string[];
  /** The component whose lock it is about. */
  readonly component: string | null;
  /** The fencing token of the lock it is about. */
  readonly token: number | null;
  /** What else the event says. For a release also its `stage` after the event, and `since` when it is in that stage (epoch ms). */
  readonly facts: object;
}
