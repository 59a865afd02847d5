import { sleep, workflowInfo } from '@temporalio/workflow';
import { getActivator } from '@temporalio/workflow/lib/global-attributes.js';
import type { ActivateInput, WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { lockWorkflow, releaseWorkflow } from '../domain/messages/workflows.ts';
import { EarlyNews, isNews } from './early-news.ts';
import { isMarked } from './marked.ts';

type Activation = ActivateInput['activation'];
type Instant = Activation['timestamp'];

/**
 * The time of a task, the same whenever that is replayed.
 *
 * A worker that does not know a workflow is handed its history together with a query, and in it all that came since the last task. The SDK
 * has the workflow deal with that at once, by the time of that last task, however long ago it was, and sends what comes of it with the next
 * one; whoever replays that meets it by the time of the next one, and another state comes out. So a workflow that is woken by news with a
 * time that it has seen notes that it was, and waits for a task of its own. `EarlyNews` has it wait before it hears of them; that it asks
 * here as well is what runs of 1.1 and before have in their histories.
 */
export class TaskClock {
  #seen: Instant = null;
  #seed: readonly number[] | null = null;
  #resets = 0;
  #areEarly = false;
  #calls = 0;

  /** How often the run was reset in Temporal so far. */
  get resets(): number {
    return this.#resets;
  }

  /**
   * Hears of each time that the workflow wakes for something other than a query, and of the seed of its random numbers. Whether a query
   * brought the news before their task.
   */
  woken({ timestamp, jobs }: Activation, seed: readonly number[]): boolean {
    // A run that was reset gets another seed, at the place in its history to which it was reset.
    if (this.#seed !== null && seed !== this.#seed) this.#resets += 1;
    this.#seed = seed;
    // Before its first task it is told when it was started.
    const seen = this.#seen ?? jobs?.[0]?.initializeWorkflow?.startTime;
    if (!isSame(timestamp, seen)) this.#areEarly = false;
    else if (jobs?.some(isNews) === true) this.#areEarly = true;
    this.#seen = timestamp;
    return this.#areEarly;
  }

  /** Hears of a query. Of a task that brought nothing new nobody else tells. */
  asked({ timestamp }: Activation): void {
    this.#seen = timestamp;
  }

  /** Epoch ms. */
  async now(): Promise<number> {
    this.#calls += 1;
    if (isMarked(`late-${this.#calls}`, this.#areEarly)) await sleep(1);
    return Date.now();
  }
}

/** Has each workflow hear of its news by their task, and hands a clock to those which live by one. */
export const interceptors: WorkflowInterceptorsFactory = () => {
  const clock = new TaskClock();
  const early = new EarlyNews();
  return {
    inbound: [
      {
        execute: (input, next) => next(hasClock() ? { ...input, args: [input.args[0], clock] } : input),
      },
    ],
    internals: [
      {
        activate(input, next) {
          const { activation, batchIndex } = input;
          const isQuery = activation.jobs?.some(({ queryWorkflow }) => queryWorkflow != null) === true;
          if (isQuery) clock.asked(activation);
          // The jobs of one activation may come in several batches.
          if (isQuery || batchIndex > 0) {
            next(input);
            return;
          }
          const areEarly = clock.woken(activation, getActivator().randomnessSeed);
          next({
            ...input,
            activation: { ...activation, jobs: early.admit(activation.jobs ?? [], areEarly) },
          });
        },
      },
    ],
  };
};

const hasClock = (): boolean => [releaseWorkflow, lockWorkflow].includes(workflowInfo().workflowType);

const isSame = (one: Instant, other: Instant): boolean =>
  one?.nanos === other?.nanos && String(one?.seconds) === String(other?.seconds);
