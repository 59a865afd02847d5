import type { Client } from '@temporalio/client';
import type { ClaimMaker } from '../client/dispatch.ts';
import type { Releases } from '../client/releases.ts';
import type { Pipeline } from '../domain/messages/pipeline.ts';
import type { GivenRunner } from '../domain/messages/runner.ts';
import type { Settings } from '../domain/settings.ts';
import type { ReleaseLog } from '../log/release-log.ts';

/** Where commands of programs are carried out. */
export interface Desk {
  readonly client: Client;
  readonly releases: Releases;
  /** Null: there is none. */
  readonly releaseLog: ReleaseLog | null;
  /** With the locks that are still open, as `KnownLocks` has them. */
  readonly settings: Settings;
  /** Whether somebody can take over a release: a living person of the workspace. Throws if nobody can tell. */
  readonly isPerson: (user: string) => Promise<boolean>;
}

/** Who gives a command, and by which door. */
export interface Caller {
  readonly actor: string;
  readonly via: string;
  /** Names this very command: sent again with the same, it is carried out once. */
  readonly commandId: string;
  /** Of a start and an end: the program that deploys. */
  readonly runner?: GivenRunner;
  /** The run of a pipeline that it says it is. Absent, null: none. */
  readonly pipeline?: Pipeline | null;
  /** What the door claims for a caller with a token. */
  readonly claim?: ClaimMaker;
}
