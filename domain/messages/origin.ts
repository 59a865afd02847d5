import type { Pipeline } from './pipeline.ts';
import type { GivenRunner } from './runner.ts';

/** Who did something, and where it came from; null where that is not known, or nobody did it. */
export interface Origin {
  /** A Slack user ID, or `service:NAME`. */
  readonly actor: string | null;
  /** The door, such as `slack`. */
  readonly via: string | null;
  /** Names the command for ever; opaque. */
  readonly commandId: string | null;
  /** The Slack channel in which it was said. */
  readonly channel: string | null;
  /** When it was said, epoch ms with microseconds as fractions; with `channel` it names the message. */
  readonly saidAt: number | null;
  /** The program that gave the command; absent where nobody said so. */
  readonly pipeline?: Pipeline | null | undefined;
}

/** Who gives a command. */
export interface Sender extends Origin {
  readonly actor: string;
  /** Where the answer is posted, as `CommandPayload` has it; absent for a caller who waits for it. */
  readonly replyTo?: string;
  /** Of a program that deploys, as `CommandPayload` has it. */
  readonly runner?: GivenRunner;
}

export const nobody: Origin = { actor: null, via: null, commandId: null, channel: null, saidAt: null };

export const originOf = ({ actor, via, commandId, channel, saidAt, pipeline }: Origin): Origin => ({
  ...{ actor, via, commandId, channel, saidAt },
  ...(pipeline ? { pipeline } : {}),
});
