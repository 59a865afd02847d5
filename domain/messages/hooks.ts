import type { ReleaseReference } from '../hooks/hook-event.ts';
import type { ToldIncident } from '../alerts/told-alerts.ts';
import type { Pipeline } from './pipeline.ts';
import type { Storm } from '../alerts/storm.ts';

/** The sender of the alerts, and what the previous run of its workflow knew. */
export interface AlertsInput {
  /** The hook's name in the configuration. */
  readonly hook: string;
  /** `service:NAME`. */
  readonly actor: string;
  readonly storm?: Storm;
  /** By incident ID: the version that was posted last. */
  readonly told?: Readonly<Record<string, number>>;
  /** The IDs of incidents whose end was posted. */
  readonly over?: readonly string[];
  /** The IDs of incidents for which the previous run may have posted a newer version. */
  readonly tried?: readonly string[];
}

/** An incident as it is to be posted now. */
export interface AlertsTold {
  readonly incident: ToldIncident;
  /** The version that was posted last; null: none. */
  readonly shown: number | null;
  /** The last post says that it goes on, and it is over now. */
  readonly ends: boolean;
  /** An earlier attempt may have posted this. */
  readonly tried: boolean;
  /** Its first post is not older than this, epoch ms. */
  readonly since: number;
}

/** A ticket that changed in its tracker, as a hook reported. */
export interface ChangedTicket {
  readonly hook: string;
  readonly ticket: string;
}

/** A deployment on GitHub that waits for approval. */
export interface GateRequest extends ReleaseReference {
  readonly hook: string;
  /** The permanent ID of the delivery. */
  readonly id: string;
  /** The URL to which GitHub wants the answer. */
  readonly callback: string;
  readonly environment: string;
  readonly repository: string;
  /** It was triggered by a pull request from another repository. */
  readonly isForeign?: boolean;
  /** The run that waits. Absent: sent by a version that did not ask for it. */
  readonly pipeline?: Pipeline | null;
  /** Epoch ms. */
  readonly requestedAt: number;
}

export interface GateInput {
  readonly asked: GateRequest;
  /** The keys of the views that were already reported. */
  readonly said?: readonly string[];
}

/** The state of the release that a deployment waits for. */
export interface GateView {
  /** `turn`: the release may start now; `over`: it never will. */
  readonly state: 'waits' | 'turn' | 'started' | 'over';
  /** The key of the release; empty if there is none. */
  readonly ticket: string;
  /** Changes when there is something new to report. */
  readonly key: string;
  /** Plain text. */
  readonly comment: string;
}

export interface GateAnswer {
  /** Null: the deployment goes on waiting. */
  readonly state: 'approved' | 'rejected' | null;
  readonly comment: string;
}
