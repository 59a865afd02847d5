import type { FreezeView } from '../lock/lock-view.ts';
import type { Answer, RefusalIn } from '../messages/answer.ts';
import type { RunnerStanding } from '../messages/runner.ts';
import type { CommandSignal } from '../command/commands.ts';
import type { BadAlready } from '../watch/bad-already.ts';
import type { Passed } from './events.ts';

import type { Difference } from './snapshot.ts';
import type { KeyTaken } from './subject.ts';
import type { Stage } from './stage.ts';

/** Why a command to a release was not carried out, by code, with what the words need; instants are ISO 8601. */
export interface RefusalFacts {
  /** The payload is not what the contract says. */
  malformed: object;
  /** Another command had its `commandId`. */
  keyUsed: object;
  earlierRelease: object;
  notApprover: object;
  notAdmin: object;
  notRequesterOrAdmin: { readonly requester: string; readonly admin: string | null };
  notRequesterAdminOrApprover: { readonly requester: string; readonly admin: string | null };
  notRequesterOrApprover: { readonly requester: string };
  /** The "good" was given to something else than the checks find now. */
  notAsShown: object;
  ownRelease: object;
  /** The same of an override. */
  ownOverride: object;
  alreadyVoted: object;
  /** What is missing is not theirs to give. */
  voteNotNeeded: { readonly lacking: readonly string[] };
  alreadyAdmin: object;
  alreadyAsked: { readonly requester: string; readonly stage: Stage; readonly since: string };
  keyTaken: KeyTaken;
  /** The open release has these tickets, and cannot get others. */
  otherTickets: { readonly tickets: readonly string[] };
  missingReason: { readonly command: CommandSignal };
  wrongStage: { readonly command: CommandSignal; readonly stage: Stage };
  goodGiven: { readonly stage: Stage };
  onProduction: object;
  /** Whoever takes it up would lack the tokens of these. */
  locksLost: { readonly components: readonly string[] };
  /** Another program deploys it, and lives. */
  pipelineRuns: object;
  notYourPipeline: { readonly why: RunnerStanding };
  frozen: { readonly component: string; readonly freeze: FreezeView };
  missingUser: object;
  /** Nobody can hand it over to them. */
  notAPerson: { readonly user: string };
  alreadyRequester: { readonly requester: string };
  goodIsTheirs: { readonly user: string };
  nothingToOverride: { readonly stage: Stage };
  componentsUnknown: object;
  alreadyHotfix: object;
  /** It is deployed, and its charts have to be well for long enough. */
  stillWatched: object;
  /** The checks cannot run, and what they found last is too old to start by. */
  checksTooOld: { readonly foundAt: string | null };
  /** The approvals were for something else than what the checks find now. */
  changedMeanwhile: { readonly stage: Stage; readonly differences: readonly Difference[] };
  /** Before it has started. `confirmable`: whoever says it again within ten minutes starts it all the same. `check`: `COMPONENT/NAME`. */
  badAlready: {
    readonly found: readonly (Omit<BadAlready, 'since'> & { readonly since: string | null })[];
    readonly confirmable: boolean;
  };
  rolesUnknown: { readonly command: CommandSignal };
}

export type Refusal = RefusalIn<RefusalFacts>;

/** `stage` is the one in which the command left the release; `passed`: what an override let it pass. */
export interface Done {
  readonly stage: Stage;
  readonly passed?: Passed;
}

export type ReleaseAnswer = Answer<Done, Refusal>;

export const refused = <C extends keyof RefusalFacts>(code: C, facts: RefusalFacts[C]): Refusal =>
  ({ code, facts }) as Refusal;
