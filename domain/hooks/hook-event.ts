import type { Alert } from '../alerts/alert.ts';

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
      /** How the sender numbers it; null where that is not told. */
      readonly deployment: string | null;
      readonly reason: string | null;
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
    } & Named)
  | { readonly type: 'alerts'; readonly alerts: readonly Alert[] }
  /** Nothing that concerns us. */
  | { readonly type: 'ignored' };

export const ignored: HookEvent = { type: 'ignored' };
