import type { Freeze } from '../lock/freeze.ts';
import type { Stage } from './stage.ts';
import type { CommandSignal } from '../messages/payload.ts';

/** Why a command was not carried out, with what the words need. */
export type Refusal =
  | { readonly code: 'earlierRelease' }
  | { readonly code: 'notApprover' }
  | { readonly code: 'notAdmin' }
  | { readonly code: 'notRequester'; readonly requester: string }
  | { readonly code: 'notRequesterOrAdmin'; readonly requester: string; readonly admin: string | null }
  | { readonly code: 'notRequesterOrApprover'; readonly requester: string }
  | { readonly code: 'ownRelease' }
  | { readonly code: 'alreadyVoted' }
  /** What is missing is not theirs to give. */
  | { readonly code: 'voteNotNeeded'; readonly lacking: readonly string[] }
  | { readonly code: 'alreadyAdmin' }
  | {
      readonly code: 'alreadyAsked';
      readonly requester: string;
      readonly stage: Stage;
      readonly since: number;
    }
  | { readonly code: 'missingReason'; readonly command: CommandSignal }
  | { readonly code: 'wrongStage'; readonly command: CommandSignal; readonly stage: Stage }
  | { readonly code: 'goodGiven'; readonly stage: Stage }
  | { readonly code: 'onProduction' }
  | { readonly code: 'frozen'; readonly component: string; readonly freeze: Freeze }
  | { readonly code: 'missingUser' }
  | { readonly code: 'alreadyRequester'; readonly requester: string }
  | { readonly code: 'goodIsTheirs'; readonly user: string }
  | { readonly code: 'nothingToOverride'; readonly stage: Stage }
  | { readonly code: 'componentsUnknown' }
  | { readonly code: 'rolesUnknown'; readonly command: CommandSignal };

/** What a command gets back. */
export type Answer =
  { readonly code: 'done'; readonly command: CommandSignal; readonly stage: Stage } | Refusal;
