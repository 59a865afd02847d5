import type { Client } from '@temporalio/client';
import type { TokenClaimMaker } from '../client/dispatch.ts';
import type { Releases } from '../client/releases.ts';
import type { Pipeline } from '../domain/messages/pipeline.ts';
import type { GivenRunner } from '../domain/messages/runner.ts';
import type { Settings } from '../domain/settings.ts';
import type { ReleaseLog } from '../log/release-log.ts';

/** What commands of programs are carried out with. */
export interface Desk {
  readonly client: Client;
  readonly releases: Releases;
  /** Null: there is no log. */
  readonly releaseLog: ReleaseLog | null;
  /** Including components whose locks are still open, see `KnownLocks`. */
  readonly settings: Settings;
  /** Whether somebody can take over a release: no bot, nobody who has left, nobody unknown. Throws if that cannot be known. */
  readonly isPerson: (user: string) => Promise<boolean>;
}

/** The sender of a command, and the door. */
export interface Caller {
  readonly actor: string;
  readonly via: string;
  /** The ID of this command: sent twice with the same ID, it is carried out once. */
  readonly commandId: string;
  /** For a start or an end: the deploying program. */
  readonly runner?: GivenRunner;
  /** The pipeline run that the caller says it is. Absent, null: none. */
  readonly pipeline?: Pipeline | null;
  /** Makes the door's claim for a caller with a token. */
  readonly claim?: TokenClaimMaker;
}
