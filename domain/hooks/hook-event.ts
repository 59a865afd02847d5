import type { Alert } from '../alerts/alert.ts';
import type { Pipeline } from '../messages/pipeline.ts';

/** What a deploy system tells of a deployment. */
export const deploySteps = ['started', 'succeeded', 'failed'] as const;
export type DeployStep = (typeof deploySteps)[number];

/** The release that somebody means: by its ticket, by texts that speak of one, or by what is deployed. */
export interface Named {
  /** As it was given. */
  readonly ticket: string | null;
  readonly texts: readonly string[];
}

/** What a delivery says, whoever sent it. */
export type HookEvent =
  | ({
      readonly type: 'deploy';
      readonly step: DeployStep;
      readonly components: readonly string[];
      /** Where that is, as the sender calls it; null where that is not told. */
      readonly environment: string | null;
      /** How the sender numbers it; null where that is not told. */
      readonly deployment: string | null;
      readonly reason: string | null;
      /** The run that deploys, as far as that is told. */
      readonly pipeline: Pipeline | null;
    } & Named)
  /** Something about a ticket changed in its tracker, or in the code for it. */
  | ({ readonly type: 'changed' } & Named)
  /** A deployment may not begin before its release has its turn. */
  | ({
      readonly type: 'gate';
      readonly callback: string;
      readonly environment: string;
      readonly repository: string;
      /** A pull request of another repository causes it. */
      readonly isForeign: boolean;
      readonly pipeline: Pipeline | null;
    } & Named)
  /** `unreadable`: so many besides nobody can read. */
  | { readonly type: 'alerts'; readonly alerts: readonly Alert[]; readonly unreadable: number }
  /** Nothing that concerns us. */
  | { readonly type: 'ignored' };

export const ignored: HookEvent = { type: 'ignored' };
