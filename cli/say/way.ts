import type { Runner } from '../../domain/messages/runner.ts';
import type { Stage } from '../../domain/release/stage.ts';

/** The answer to a command or a question. */
export interface ApiAnswer {
  /** The HTTP status: 200 or 201, or that of a problem. */
  readonly status: number;
  /** The same as the API's body. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Plain text for people. */
  readonly text: string;
}

export interface DeployStep {
  readonly signal: 'depStart' | 'depFinish' | 'depRollback';
  readonly ticket: string;
  readonly runner: Runner;
  readonly commandId: string;
  readonly reason?: string;
}

/** Carries out commands, through Temporal or the API. Rejects with an error for people if it cannot be reached. */
export interface Way {
  /** `commandId` makes the command idempotent. */
  say(words: string, commandId: string): Promise<ApiAnswer>;
  /** Waits until a release reaches a stage or ends, for at most `ms`. */
  wait(ticket: string, stage: Stage, ms: number): Promise<ApiAnswer>;
  /** Starts, takes over or ends a release, on behalf of the program `runner` that deploys it. */
  deploy(step: DeployStep): Promise<ApiAnswer>;
  /** Reports that the program is alive. */
  heartbeat(ticket: string, runner: string): Promise<ApiAnswer>;
  /** Runs the formal checks for what `dobro` with these words would request. */
  check(words: readonly string[]): Promise<ApiAnswer>;
  verify(component: string, token: number): Promise<ApiAnswer>;
  close(): Promise<void>;
}

/** The server cannot be reached or refuses access. */
export class NotReachable extends Error {
  override readonly name = 'NotReachable';
}
