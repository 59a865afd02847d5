import type { Named } from '../hooks/hook-event.ts';
import type { ToldIncident } from '../alerts/told-alerts.ts';
import type { Pipeline } from './pipeline.ts';
import type { Storm } from '../alerts/storm.ts';

/** Whose alerts they are, and what an earlier run of their workflow knew. */
export interface AlertsInput {
  /** As the configuration calls it. */
  readonly hook: string;
  /** `service:NAME`. */
  readonly actor: string;
  readonly storm?: Storm;
  /** By incident: the version that was told last. */
  readonly told?: Readonly<Record<string, number>>;
  /** Those of which it was told last that they are over. */
  readonly over?: readonly string[];
  /** Those of which more may have been told. */
  readonly tried?: readonly string[];
}

/** One incident as people are to read it now. */
export interface AlertsTold {
  readonly incident: ToldIncident;
  /** The version that they read so far; null: none. */
  readonly shown: number | null;
  /** People read so far that it goes on, and it is over now. */
  readonly ends: boolean;
  /** This may stand there already. */
  readonly tried: boolean;
  /** Not before when it was told first, epoch ms. */
  readonly since: number;
}

/** A ticket that changed where it is kept, as a hook heard. */
export interface ChangedTicket {
  readonly hook: string;
  readonly ticket: string;
}

/** A deployment on GitHub that waits to be let pass. */
export interface GateRequest extends Named {
  readonly hook: string;
  /** Names the delivery for ever. */
  readonly id: string;
  /** Where GitHub wants its answer. */
  readonly callback: string;
  readonly environment: string;
  readonly repository: string;
  /** A pull request of another repository causes it. */
  readonly isForeign?: boolean;
  /** The run that waits. Absent: of a version that did not ask for it. */
  readonly pipeline?: Pipeline | null;
  /** Epoch ms. */
  readonly requestedAt: number;
}

export interface GateInput {
  readonly asked: GateRequest;
  /** The keys of what was reported. */
  readonly said?: readonly string[];
}

/** How the release of a deployment stands. */
export interface GateView {
  /** `turn`: it may start now; `over`: it will never. */
  readonly state: 'waits' | 'turn' | 'started' | 'over';
  /** The key of the release; empty where there is none. */
  readonly ticket: string;
  /** The same for as long as there is nothing new to be told. */
  readonly key: string;
  /** Plain text. */
  readonly comment: string;
}

export interface GateAnswer {
  /** Null: it goes on waiting. */
  readonly state: 'approved' | 'rejected' | null;
  readonly comment: string;
}
