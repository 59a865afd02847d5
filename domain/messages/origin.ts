import type { Pipeline } from './pipeline.ts';
import type { GivenRunner } from './runner.ts';

/** Who did something, and how. Null: unknown, or nobody did it. */
export interface Origin {
  /** A Slack user ID, or `service:NAME`. */
  readonly actor: string | null;
  /** The door, such as `slack`. */
  readonly via: string | null;
  /** The permanent, opaque ID of the command. */
  readonly commandId: string | null;
  /** The Slack channel where it was said. */
  readonly channel: string | null;
  /** When it was said, epoch ms with microseconds as fractions. With `channel` it identifies the message. */
  readonly saidAt: number | null;
  /** The program that gave the command. Absent if unknown. */
  readonly pipeline?: Pipeline | null | undefined;
}

/** The sender of a command. */
export interface Sender extends Origin {
  readonly actor: string;
  /** Where the answer is posted, see `CommandPayload`. Absent if the caller waits for it. */
  readonly replyTo?: string;
  /** The deploying program, see `CommandPayload`. */
  readonly runner?: GivenRunner;
}

export const nobody: Origin = { actor: null, via: null, commandId: null, channel: null, saidAt: null };

export const originOf = ({ actor, via, commandId, channel, saidAt, pipeline }: Origin): Origin => ({
  ...{ actor, via, commandId, channel, saidAt },
  ...(pipeline ? { pipeline } : {}),
});
