import { CancellationScope, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { ReleaseActivities } from '../domain/messages/activities.ts';
import { runnerActivityId } from '../domain/messages/runner.ts';
import type { ReleaseState } from '../domain/release/state.ts';

/** Longer than any deployment. */
const longestRun = '365 days';

/**
 * Waits for the program that deploys a release to fall silent: an activity that gets its heartbeats from that program, and that nothing
 * completes. It costs no event meanwhile. The run after continue-as-new begins it anew.
 */
export class RunnerWatch {
  #watched: string | null = null;
  #scope = new CancellationScope();
  readonly #state: () => ReleaseState;
  readonly #silent: (runner: string) => void;

  constructor(state: () => ReleaseState, silent: (runner: string) => void) {
    this.#state = state;
    this.#silent = silent;
  }

  /** Watches the program that the release has now, and no other. */
  follow(): void {
    const { runner } = this.#state();
    const wanted = !runner || runner.lost ? null : runner;
    if ((wanted?.id ?? null) === this.#watched) return;
    this.#scope.cancel();
    this.#scope = new CancellationScope();
    this.#watched = wanted?.id ?? null;
    if (wanted !== null) void this.#scope.run(() => this.#watch(wanted.id, wanted.deadAfter));
  }

  async #watch(id: string, deadAfter: number): Promise<void> {
    const { awaitRunner } = proxyActivities<ReleaseActivities>({
      activityId: runnerActivityId(id),
      heartbeatTimeout: `${deadAfter} seconds`,
      startToCloseTimeout: longestRun,
      retry: { maximumAttempts: 1 },
      cancellationType: 'TRY_CANCEL',
      summary: 'The life of the pipeline that deploys it',
    });
    try {
      await awaitRunner();
    } catch (error) {
      if (isCancellation(error)) return;
    }
    if (this.#watched === id) this.#watched = null;
    this.#silent(id);
  }
}
