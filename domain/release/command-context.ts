import type { Pipeline } from '../messages/pipeline.ts';
import type { ReleaseCommand } from '../messages/payload.ts';
import { releaseCommands } from '../command/commands.ts';
import { isAmong } from './stage.ts';
import type { ReleaseState } from './state.ts';

/** What the actor of a command may act as, looked up when the command is carried out. */
export interface Roles {
  /** An approver of at least one of the release's components. */
  readonly approver: boolean;
  /** The components of the release for which their approval counts. */
  readonly approves: readonly string[];
  readonly admin: boolean;
  /** They came with a token that may deploy any release of these components. */
  readonly deploys?: boolean;
  /** The pipeline that was proven for the token they came with. Absent, null: none. */
  readonly pipeline?: Pipeline | null;
  /** They are a hook, which may have any release of these components checked. */
  readonly rechecks?: boolean;
  /** Whether it is a living person to whom they hand it over. Absent: they hand over nothing, or nobody has looked, as before 1.2. */
  readonly handsToPerson?: boolean;
}

/** Histories that versions before 1.2 wrote need the rules of 1.1. */
export type RulesOf = '1.1' | 'today';

/** A command as the rules see it. */
export interface CommandContext {
  readonly state: ReleaseState;
  readonly command: ReleaseCommand;
  readonly roles: Roles;
  /** Epoch ms. */
  readonly now: number;
  /** Whether the checks have run for this very command. */
  readonly looked: boolean;
  readonly rulesOf: RulesOf;
}

/** Whether the actor may request a release that is open already, with other options: its requester, after failed checks. */
export const mayAskAgain = (
  { stage, requester }: Pick<ReleaseState, 'stage' | 'requester'>,
  actor: string,
): boolean => isAmong(stage, releaseCommands.request.stages) && actor === requester;
