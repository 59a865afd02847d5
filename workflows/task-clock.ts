import { sleep, workflowInfo } from '@temporalio/workflow';
import { getActivator } from '@temporalio/workflow/lib/global-attributes.js';
import type { ActivateInput, WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { lockWorkflow, releaseWorkflow } from '../domain/messages/workflows.ts';
import { EarlyNews, isNews } from './early-news.ts';
import { isMarked } from './marked.ts';

type Activation = ActivateInput['activation'];
type Instant = Activation['timestamp'];

/**
 * The time of a task, the same in every replay.
 *
 * A worker that does not know a workflow gets its history together with a query, and with it all that came since the last task. The SDK has
 * the workflow handle that at once, at the time of that last task, however long ago it was, and sends the resulting commands with the next
 * task. A replay handles it at the time of the next task, and reaches another state. So a workflow that is woken by news at a time that it
 * has seen before notes that with a patch marker, and waits for a task of its own. `EarlyNews` makes it wait before it sees them. `now`
 * asks as well, because runs of 1.1 and before have that in their histories.
 */
export class TaskClock {
  #seen: Instant = null;
  #seed: readonly number[] | null = null;
  #resets = 0;
  #areEarly = false;
  #calls = 0;

  /** How often the run has been reset in Temporal. */
  get resets(): number {
    return this.#resets;
  }

  /**
   * Has to be called whenever the workflow wakes for something other than a query, with the seed of its random numbers. Returns whether a
   * query brought the news before their task.
   */
  woken({ timestamp, jobs }: Activation, seed: readonly number[]): boolean {
    // A reset run gets another seed, at the point in its history to which it was reset.
    if (this.#seed !== null && seed !== this.#seed) this.#resets += 1;
    this.#seed = seed;
    // Before the first task, the time of the start counts as seen.
    const seen = this.#seen ?? jobs?.[0]?.initializeWorkflow?.startTime;
    if (!isSame(timestamp, seen)) this.#areEarly = false;
    else if (jobs?.some(isNews) === true) this.#areEarly = true;
    this.#seen = timestamp;
    return this.#areEarly;
  }

  /** Has to be called for each query. A task that brought nothing new shows up only here. */
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

/** Lets each workflow see its news only with their task, and passes a clock to the workflow types that use one. */
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
