import type { ToldOutside } from '../../domain/told-outside.ts';
import type { Said } from '../../texts/write-back.ts';

/** A comment, and what tells it from all others; that stands in it. */
export interface Comment {
  readonly marker: string;
  readonly said: Said;
  /** No such comment is older than that, epoch ms. */
  readonly since: number;
}

/** What can be written into the tickets of a tracker, each thing once however often it is tried. All of it throws `NotRead`. */
export interface Writer {
  readonly comment: (key: string, comment: Comment) => Promise<void>;
  readonly status?: {
    readonly of: (key: string) => Promise<string>;
    /** From the status that it has now. */
    readonly move: (key: string, from: string, to: string) => Promise<void>;
  };
  readonly deploy?: (key: string, deployment: Deployment) => Promise<void>;
}

/** What a release does in an environment. */
export interface Deployment {
  /** Tells it from all others. */
  readonly marker: string;
  readonly environment: string;
  readonly event: ToldOutside;
}

export const isSame = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();
