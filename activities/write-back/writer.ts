import type { ToldOutside } from '../../domain/told-outside.ts';
import type { WriteBackText } from '../../texts/write-back.ts';

/** A comment, and the marker in it by which it is found again. */
export interface Comment {
  readonly marker: string;
  readonly said: WriteBackText;
  /** The comment cannot be older than this, epoch ms. */
  readonly since: number;
}

/** Writes to the tickets of a tracker. Retries write nothing twice. Everything throws `NotRead`. */
export interface Writer {
  readonly comment: (key: string, comment: Comment) => Promise<void>;
  readonly status?: {
    readonly of: (key: string) => Promise<string>;
    /** `from` is the ticket's present status. */
    readonly move: (key: string, from: string, to: string) => Promise<void>;
  };
  readonly deploy?: (key: string, deployment: Deployment) => Promise<void>;
}

/** An event of a release in an environment. */
export interface Deployment {
  /** Identifies the deployment. */
  readonly marker: string;
  readonly environment: string;
  readonly event: ToldOutside;
}

export const isSame = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();
