import type { Origin } from '../messages/origin.ts';
import type { Pipeline } from '../messages/pipeline.ts';

/** What an event of the log is about. */
export type About = 'release' | 'lock' | 'incident';

/** Stands among the components of what concerns every one of them. No component can have that name. */
export const everyComponent = '*';

/** Of a row that is about no release and no lock. */
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

/** One line of the log: who did what, when and by which way. Plain JSON; what is not there is null. */
export interface EventRow extends Origin {
  /** Unique for ever, so that a row that is written twice is there once. */
  readonly key: string;
  /** Epoch ms, by Temporal's clock; of an incident, when it was. */
  readonly at: number;
  readonly about: About;
  readonly type: string;
  readonly pipeline: Pipeline | null;
  /** Names the release among all that its ticket ever had. */
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
  /** All that it concerns; `everyComponent` may be among them. */
  readonly components: readonly string[];
  /** Whose lock it is about. */
  readonly component: string | null;
  /** The fencing token of the lock it is about. */
  readonly token: number | null;
  /** What else is known, as the event has it; of a release also in which `stage` it was then, and `since` when (epoch ms). */
  readonly facts: object;
}
