import type { FreezeView } from '../lock/lock-view.ts';
import type { Answer, RefusalIn } from '../messages/answer.ts';
import type { RunnerStatus } from '../messages/runner.ts';
import type { CommandSignal } from '../command/commands.ts';
import type { BadAlready } from '../watch/bad-already.ts';
import type { Passed } from './events.ts';

import type { Difference } from './snapshot.ts';
import type { KeyTaken } from './subject.ts';
import type { Stage } from './stage.ts';

/** Why a command to a release was refused, by code, with the facts that the texts need. Instants are ISO 8601. */
export interface RefusalFacts {
  /** The payload does not match its schema. */
  malformed: object;
  /** Another command has used this `commandId`. */
  keyUsed: object;
  earlierRelease: object;
  notApprover: object;
  notAdmin: object;
  notRequesterOrAdmin: { readonly requester: string; readonly admin: string | null };
  notRequesterAdminOrApprover: { readonly requester: string; readonly admin: string | null };
  notRequesterOrApprover: { readonly requester: string };
  /** The approval was for something other than what the checks find now. */
  notAsShown: object;
  ownRelease: object;
  /** Like `ownRelease`, for an override. */
  ownOverride: object;
  alreadyVoted: object;
  /** None of the missing approvals is theirs to give. */
  voteNotNeeded: { readonly lacking: readonly string[] };
  alreadyAdmin: object;
  alreadyAsked: { readonly requester: string; readonly stage: Stage; readonly since: string };
  keyTaken: KeyTaken;
  /** The open release has these tickets, and takes no others. */
  otherTickets: { readonly tickets: readonly string[] };
  missingReason: { readonly command: CommandSignal };
  wrongStage: { readonly command: CommandSignal; readonly stage: Stage };
  goodGiven: { readonly stage: Stage };
  onProduction: object;
  /** A program that takes it up would lack the tokens of these components. */
  locksLost: { readonly components: readonly string[] };
  /** Another program deploys it, and is alive. */
  pipelineRuns: object;
  notYourPipeline: { readonly why: RunnerStatus };
  frozen: { readonly component: string; readonly freeze: FreezeView };
  missingUser: object;
  /** Nobody can hand it over to them. */
  notAPerson: { readonly user: string };
  alreadyRequester: { readonly requester: string };
  goodIsTheirs: { readonly user: string };
  nothingToOverride: { readonly stage: Stage };
  /** `unknown`: what its requester named and nobody knows. Absent: nothing. */
  componentsUnknown: { readonly unknown?: readonly string[] };
  alreadyHotfix: object;
  /** It is deployed, and its charts have to be good for long enough. */
  stillWatched: object;
  /** The checks cannot run, and their last result is too old to start with. */
  checksTooOld: { readonly foundAt: string | null };
  /** The approvals were for something other than what the checks find now. */
  changedMeanwhile: { readonly stage: Stage; readonly differences: readonly Difference[] };
  /**
   * Its charts are bad before it has started. `confirmable`: repeating the command within ten minutes starts it anyway. `check` is
   * `COMPONENT/NAME`.
   */
  badAlready: {
    readonly found: readonly (Omit<BadAlready, 'since'> & { readonly since: string | null })[];
    readonly confirmable: boolean;
  };
  rolesUnknown: { readonly command: CommandSignal };
}

export type Refusal = RefusalIn<RefusalFacts>;

/** `stage` is the release's stage after the command; `passed`: what an override let it pass. */
export interface CommandDone {
  readonly stage: Stage;
  readonly passed?: Passed;
}

export type ReleaseAnswer = Answer<CommandDone, Refusal>;

export const refused = <C extends keyof RefusalFacts>(code: C, facts: RefusalFacts[C]): Refusal =>
  ({ code, facts }) as Refusal;
