import { CancellationScope, sleep } from '@temporalio/workflow';
import { getActivator } from '@temporalio/workflow/lib/global-attributes.js';
import type { ActivateInput } from '@temporalio/workflow';
import { isMarked } from './marked.ts';

type Job = NonNullable<ActivateInput['activation']['jobs']>[number];

/** In ms. Queries that wait for a worker have come to it by then: one that brought the timer before its task could not be told from that. */
const waitMs = 1000;

// eslint-disable-next-line no-restricted-syntax -- Each run has its own in it.
const ofRun = new WeakMap<object, EarlyNews>();

/** Whether the run may not end yet, as there is something that it has not heard of. */
export const holdsNews = (): boolean => ofRun.get(getActivator())?.isHolding === true;

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

  constructor() {
    ofRun.set(getActivator(), this);
  }

  get isHolding(): boolean {
    return this.#held.length > 0;
  }

  /** What the workflow hears of now, in the order of the SDK. */
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

/** Only another task can bring it: what is cancelled before it was sent ends within a task. */
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
