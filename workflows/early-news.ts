import { CancellationScope, patched, sleep, workflowInfo } from '@temporalio/workflow';
import { getActivator } from '@temporalio/workflow/lib/global-attributes.js';
import type { ActivateInput } from '@temporalio/workflow';

export type Job = NonNullable<ActivateInput['activation']['jobs']>[number];

/**
 * News that a query brought before their task; see `TaskClock`. What the workflow would do of them now goes out with the next task, and
 * whoever replays that finds the news of both in one: an update is accepted before all else there, and other commands come in another order.
 * So a workflow hears of early news when a timer has brought it a task of its own, and of nothing else meanwhile but updates, which their
 * task has to answer.
 */
export class EarlyNews {
  #held: readonly Job[] = [];
  /** The number of that timer; null if none runs. */
  #timer: number | null = null;
  #times = 0;

  /** What the workflow hears of now, in the order of the SDK. */
  admit(jobs: readonly Job[], areEarly: boolean): Job[] {
    if (jobs.some(({ fireTimer }) => fireTimer != null && fireTimer.seq === this.#timer)) this.#timer = null;
    if (this.#timer === null && jobs.some(mayWait) && this.#isBrought(areEarly)) this.#wait();
    const isDue = (job: Job) => this.#timer === null || !mayWait(job);
    const all = [...this.#held, ...jobs].toSorted((one, other) => orderOf(one) - orderOf(other));
    this.#held = all.filter((job) => !isDue(job));
    return all.filter(isDue);
  }

  #isBrought(areEarly: boolean): boolean {
    const mark = `early-${this.#times + 1}`;
    return workflowInfo().unsafe.isReplaying ? patched(mark) : areEarly && patched(mark);
  }

  #wait(): void {
    this.#times += 1;
    this.#timer = getActivator().nextSeqs.timer;
    void CancellationScope.nonCancellable(() => sleep(1));
  }
}

/** What only another task can bring: what is cancelled before it was sent ends within a task. */
export const isNews = ({
  initializeWorkflow: begun,
  signalWorkflow,
  doUpdate,
  fireTimer,
  cancelWorkflow,
  resolveActivity: activity,
  resolveSignalExternalWorkflow: signalled,
}: Job): boolean =>
  [begun, signalWorkflow, doUpdate, fireTimer, cancelWorkflow].some((job) => job != null) ||
  (activity != null && activity.result?.cancelled == null) ||
  (signalled != null && signalled.failure?.canceledFailureInfo == null);

const mayWait = (job: Job): boolean => isNews(job) && job.doUpdate == null && job.initializeWorkflow == null;

function orderOf({ initializeWorkflow, signalWorkflow, doUpdate }: Job): number {
  if (initializeWorkflow != null) return 0;
  return signalWorkflow != null || doUpdate != null ? 1 : 2;
}
