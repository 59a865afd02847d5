import type { Alert } from '../alerts/alert.ts';
import type { Pipeline } from '../messages/pipeline.ts';

/** What a deploy system reports about a deployment. */
export const deploySteps = ['started', 'succeeded', 'failed'] as const;
export type DeployStep = (typeof deploySteps)[number];

/** How a delivery names a release: by its ticket, or in texts. If by neither, what is deployed decides. */
export interface ReleaseReference {
  /** As sent. */
  readonly ticket: string | null;
  readonly texts: readonly string[];
}

/** The content of a delivery, in one form for all senders. */
export type HookEvent =
  | ({
      readonly type: 'deploy';
      readonly step: DeployStep;
      readonly components: readonly string[];
      /** The sender's name for the environment; null if not given. */
      readonly environment: string | null;
      /** The sender's ID of the deployment; null if not given. */
      readonly deployment: string | null;
      readonly reason: string | null;
      /** The run that deploys, as far as known. */
      readonly pipeline: Pipeline | null;
    } & ReleaseReference)
  /** A ticket changed in its tracker, or the code for it did. */
  | ({ readonly type: 'changed' } & ReleaseReference)
  /** A deployment that must not begin before its release has its turn. */
  | ({
      readonly type: 'gate';
      readonly callback: string;
      readonly environment: string;
      readonly repository: string;
      /** Caused by a pull request from another repository. */
      readonly isForeign: boolean;
      readonly pipeline: Pipeline | null;
    } & ReleaseReference)
  /** `unreadable`: how many more could not be read. */
  | { readonly type: 'alerts'; readonly alerts: readonly Alert[]; readonly unreadable: number }
  /** Nothing that concerns us. */
  | { readonly type: 'ignored' };

export const ignored: HookEvent = { type: 'ignored' };
