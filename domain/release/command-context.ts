import type { Pipeline } from '../messages/pipeline.ts';
import type { ReleaseCommand } from '../messages/payload.ts';
import { releaseCommands } from '../command/commands.ts';
import { isAmong } from './stage.ts';
import type { ReleaseState } from './state.ts';

/** What the actor of a command may act as, looked up when the command is carried out. */
export interface Roles {
  /** An approver of one of the release's components at least. */
  readonly approver: boolean;
  /** The components of the release for which their "good" counts. */
  readonly approves: readonly string[];
  readonly admin: boolean;
  /** They came with a token that is for bringing on any release of these components. */
  readonly deploys?: boolean;
  /** What the token is that they came with, as it was proven. Absent, null: nothing was. */
  readonly pipeline?: Pipeline | null;
  /** They are a hook, which may have any release of these components checked. */
  readonly rechecks?: boolean;
  /** Whether it is a living person to whom they hand it over. Absent: they hand over nothing, or nobody has looked, as before 1.2. */
  readonly handsToPerson?: boolean;
}

/** A command as the rules look at it. */
export interface CommandContext {
  readonly state: ReleaseState;
  readonly command: ReleaseCommand;
  readonly roles: Roles;
  /** Epoch ms. */
  readonly now: number;
  /** Whether the checks have run for this very command. */
  readonly looked: boolean;
}

/** Whether somebody may ask, with other options, for a release that is open already: its requester, as its checks failed. */
export const mayAskAgain = (
  { stage, requester }: Pick<ReleaseState, 'stage' | 'requester'>,
  actor: string,
): boolean => isAmong(stage, releaseCommands.request.stages) && actor === requester;
