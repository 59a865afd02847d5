import type { ToldIncident } from '../alerts/told-alerts.ts';
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
  /** Those of which more may have been told. */
  readonly tried?: readonly string[];
}

/** One incident as people are to read it now. */
export interface AlertsTold {
  readonly incident: ToldIncident;
  /** The version that they read so far; null: none. */
  readonly shown: number | null;
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
