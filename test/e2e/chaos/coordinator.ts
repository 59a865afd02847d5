/** A coordinator's history, built by hand. */
import { defaultPayloadConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { LockRequest } from '../../../domain/lock/lock-queue.ts';
import type { LockNews, LockOrder } from '../../../domain/messages/lock-messages.ts';
import type { Run } from './histories.ts';

const { HistoryEvent } = proto.temporal.api.history.v1;

const input = (value: unknown) => ({ payloads: [defaultPayloadConverter.toPayload(value)] });

/** A run of the coordinator of `queue`. */
export class Coordinator {
  readonly #events: proto.temporal.api.history.v1.HistoryEvent[] = [];
  readonly #underway: number[] = [];
  readonly #runId: string;
  readonly #from: number;

  constructor(runId: string, from = 0) {
    this.#runId = runId;
    this.#from = from;
  }

  get run(): Run {
    return { workflowId: 'lock:queue', runId: this.#runId, status: 'RUNNING', events: this.#events };
  }

  remembers(): this {
    const activityType = { name: 'inheritLock' };
    const scheduledEventId = this.#happens({ activityTaskScheduledEventAttributes: { activityType } });
    this.#happens({ activityTaskCompletedEventAttributes: { scheduledEventId } });
    return this;
  }

  asked(...requests: readonly LockRequest[]): this {
    for (const request of requests) this.#hears('acquire', request);
    return this;
  }

  claimed(request: LockRequest): this {
    return this.#hears('claim', { releaseId: request.releaseId, epoch: 0, claim: { request, token: null } });
  }

  /** Whether it carries out the `unlock` shows only in what it sends afterwards. */
  toldToUnlock(): this {
    return this.#hears('unlock', { actor: 'U_SAM', reason: 'a test' });
  }

  left({ requestId }: LockRequest): this {
    return this.#hears('release', { requestId, token: null });
  }

  /** Sends news in one task, in which it also learns that its earlier news has arrived. */
  tells(
    ...news: readonly (readonly [LockNews['type'], LockRequest, token?: number, actor?: string])[]
  ): this {
    for (const initiatedEventId of this.#underway.splice(0)) {
      this.#happens({ externalWorkflowExecutionSignaledEventAttributes: { initiatedEventId } });
    }
    const startedEventId = this.#happens({ workflowTaskStartedEventAttributes: {} });
    this.#happens({ workflowTaskCompletedEventAttributes: { startedEventId } });
    for (const [signalName, { releaseId, requestId }, token, actor = null] of news) {
      const said = {
        signalName,
        workflowExecution: { workflowId: releaseId },
        input: input({ component: 'queue', requestId, token, actor }),
      };
      this.#underway.push(this.#happens({ signalExternalWorkflowExecutionInitiatedEventAttributes: said }));
    }
    return this;
  }

  #hears(signalName: LockOrder['type'] | 'unlock', payload: object): this {
    this.#happens({ workflowExecutionSignaledEventAttributes: { signalName, input: input(payload) } });
    return this;
  }

  #happens(attributes: object): number {
    const eventId = this.#events.length + 1;
    const eventTime = { seconds: this.#from + eventId };
    this.#events.push(HistoryEvent.fromObject({ eventId, eventTime, ...attributes }));
    return eventId;
  }
}

export const request = (name: string, since: number): LockRequest => ({
  requestId: `${name}:1`,
  releaseKey: name,
  releaseId: `release:${name}`,
  ticket: name,
  mode: 'shared',
  priority: 'normal',
  since,
  passesFreeze: false,
  onProduction: false,
});
