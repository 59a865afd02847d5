import type { Runner } from '../../domain/messages/runner.ts';
import type { Stage } from '../../domain/release/stage.ts';

/** What was answered to words. */
export interface Answer {
  /** As HTTP has it: 200 or 201, or that of a problem. */
  readonly status: number;
  /** What the API gives for it. */
  readonly body: Readonly<Record<string, unknown>>;
  /** For people; plain. */
  readonly text: string;
}

export interface DeployStep {
  readonly signal: 'depStart' | 'depFinish' | 'depRollback';
  readonly ticket: string;
  readonly runner: Runner;
  readonly commandId: string;
  readonly reason?: string;
}

/** A way to have commands carried out: Temporal, or the API. Rejects with an error for people where it is not reachable. */
export interface Way {
  /** `commandId` names this very command. */
  say(words: string, commandId: string): Promise<Answer>;
  /** Until a release has come to a stage or has ended, so many ms at most. */
  wait(ticket: string, stage: Stage, ms: number): Promise<Answer>;
  /** Starts a release or takes it up, and ends it, as the program `runner` that deploys it. */
  deploy(step: DeployStep): Promise<Answer>;
  /** That this program is alive. */
  heartbeat(ticket: string, runner: string): Promise<Answer>;
  /** What the formal checks find of what would be asked for by these words behind `dobro`. */
  check(words: readonly string[]): Promise<Answer>;
  verify(component: string, token: number): Promise<Answer>;
  close(): Promise<void>;
}

/** It cannot be reached, or does not let anybody in. */
export class NotReachable extends Error {
  override readonly name = 'NotReachable';
}
