import { CancellationScope, sleep } from '@temporalio/workflow';
import { getActivator } from '@temporalio/workflow/lib/global-attributes.js';
import type { ActivateInput } from '@temporalio/workflow';
import { isMarked } from './marked.ts';

type Job = NonNullable<ActivateInput['activation']['jobs']>[number];

/**
 * In ms. By then, queries that were waiting for a worker have arrived. A query that carries the timer's event cannot be told from the
 * timer's own task.
 */
const waitMs = 1000;

// eslint-disable-next-line no-restricted-syntax -- Each run has its own in it.
const ofRun = new WeakMap<object, EarlyNews>();

/** Whether the run must not end yet, since it holds news that the workflow has not seen. */
export const holdsNews = (): boolean => ofRun.get(getActivator())?.isHolding === true;

/**
 * News that a query brought before their task; see `TaskClock`. What the workflow did about them now would go out with the next task, and a
 * replay finds the news of both in one activation: an update is accepted before everything else there, and other commands come in another
 * order. So a workflow sees early news only once a timer has brought it a task of its own. Until then it sees nothing else but updates,
 * which their task has to answer.
 */
export class EarlyNews {
  #held: readonly Job[] = [];
  /** The sequence number of that timer; null if none runs. */
  #timer: number | null = null;
  #times = 0;

  constructor() {
    ofRun.set(getActivator(), this);
  }

  get isHolding(): boolean {
    return this.#held.length > 0;
  }

  /** The jobs that the workflow sees now, in the order of the SDK. */
  admit(jobs: readonly Job[], areEarly: boolean): Job[] {
    if (jobs.some(({ fireTimer }) => fireTimer != null && fireTimer.seq === this.#timer)) this.#timer = null;
    if (this.#timer === null && jobs.some(mayWait)) this.#waitIf(areEarly);
    const isDue = (job: Job) => this.#timer === null || !mayWait(job);
    const all = [...this.#held, ...jobs].toSorted((one, other) => orderOf(one) - orderOf(other));
    this.#held = all.filter((job) => !isDue(job));
    return all.filter(isDue);
  }

  #waitIf(areEarly: boolean): void {
    if (!isMarked(`early-${this.#times + 1}`, areEarly)) return;
    this.#times += 1;
    this.#timer = getActivator().nextSeqs.timer;
    void CancellationScope.nonCancellable(() => sleep(waitMs));
  }
}

/** Whether only another task can bring this job. What was cancelled before it was sent is resolved within the same task. */
export const isNews = ({
  resolveActivity: activity,
  resolveSignalExternalWorkflow: signal,
  resolveChildWorkflowExecutionStart: childStart,
  resolveChildWorkflowExecution: child,
}: Job): boolean =>
  activity?.result?.cancelled == null &&
  signal?.failure?.canceledFailureInfo == null &&
  childStart?.cancelled == null &&
  child?.result?.cancelled == null;

const mayWait = (job: Job): boolean => isNews(job) && job.doUpdate == null && job.initializeWorkflow == null;

function orderOf({ initializeWorkflow, signalWorkflow, doUpdate }: Job): number {
  if (initializeWorkflow != null) return 0;
  return signalWorkflow != null || doUpdate != null ? 1 : 2;
}
