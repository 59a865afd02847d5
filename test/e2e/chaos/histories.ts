/** What happened, as Temporal recorded it: the only witness that the system itself cannot mislead. */
import type { Client } from '@temporalio/client';
import { eventsOf, read } from '../../../histories/history.ts';
import type { HistoryEvent, Payload } from '../../../histories/history.ts';
import type { LockMode } from '../../../domain/components.ts';
import type { LockRequest } from '../../../domain/lock/lock-queue.ts';
import type {
  LockClaimAnswer,
  LockGrant,
  LockLoss,
  LockOrder,
} from '../../../domain/messages/lock-messages.ts';
import type { ListedRelease } from '../../../domain/messages/memo.ts';

export interface Run {
  readonly workflowId: string;
  readonly runId: string;
  readonly status: string;
  readonly events: readonly HistoryEvent[];
}

/** Every run of a workflow type, without deleted ones. */
export async function runsOf(client: Client, type: string): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for await (const { workflowId, runId, status } of client.workflow.list({
    query: `WorkflowType = '${type}'`,
  })) {
    const events = await eventsOf(client.workflow.getHandle(workflowId, runId));
    if (events !== null) runs.push({ workflowId, runId, status: status.name, events });
  }
  return runs;
}

export const atOf = ({ eventTime }: HistoryEvent): number =>
  Number(eventTime?.seconds ?? 0) * 1000 + (eventTime?.nanos ?? 0) / 1e6;

/** A lock that a release held on production. */
export interface Stay {
  readonly component: string;
  readonly mode: LockMode;
  readonly token: number;
  readonly key: string;
  readonly from: number;
  /** Infinity while it has not ended. */
  readonly to: number;
}

const isOver = (status: string): boolean => status === 'COMPLETED' || status === 'CONTINUED_AS_NEW';

/** The locks that a run held on production, from each version of its memo. A stay that is open when the run breaks off has no end. */
export function staysOf({ events, status }: Run): readonly Stay[] {
  const open = new Map<string, Stay>();
  const over: Stay[] = [];
  for (const event of events) {
    const began = event.workflowExecutionStartedEventAttributes?.memo;
    const memo = began ?? event.workflowPropertiesModifiedEventAttributes?.upsertedMemo;
    const release = read(memo?.fields?.['release']) as ListedRelease | null;
    if (release === null) continue;
    const at = atOf(event);
    const cutOff = release.stage === 'cancelled' && release.locks.length > 0;
    const held = release.stage === 'deploying' || cutOff ? release.locks : [];
    for (const [id, stay] of open) {
      if (held.some(({ component, token }) => `${component}:${token ?? ''}` === id)) continue;
      over.push({ ...stay, to: at });
      open.delete(id);
    }
    for (const { component, mode, token } of held) {
      const id = `${component}:${token ?? ''}`;
      if (token === null || open.has(id)) continue;
      open.set(id, { component, mode, token, key: release.key, from: at, to: Infinity });
    }
  }
  const last = events.at(-1);
  // A run that was reset, or that became long, goes on in the next one.
  const ends = status === 'RUNNING' || !last ? Infinity : atOf(last);
  return [...over, ...[...open.values()].map((stay) => (isOver(status) ? { ...stay, to: ends } : stay))];
}

/** What a coordinator received and what it granted, task by task. */
export type LockStep =
  | { readonly type: 'waits'; readonly request: LockRequest }
  /** A request in the queue of a coordinator that starts anew. Any other coordinator ignores it. */
  | { readonly type: 'claims'; readonly request: LockRequest }
  | { readonly type: 'leaves'; readonly requestId?: string; readonly releaseKey?: string }
  /** By an `unlock` that was carried out. */
  | { readonly type: 'takes'; readonly token: number }
  | { readonly type: 'remembered' }
  | { readonly type: 'grants'; readonly grant: LockGrant; readonly releaseId: string };

export interface TimedStep {
  readonly at: number;
  /** The ID of its event. */
  readonly id: number;
  /**
   * The last event that the coordinator knew. For a grant: when it began to send what it decided together with that grant.
   * Otherwise the same as `id`.
   */
  readonly knew: number;
  readonly step: LockStep;
}

export function lockStepsOf({ events }: Run): readonly TimedStep[] {
  const tellings = tellingsOf(events);
  const inherits = new Set<string>();
  return events.flatMap((event): TimedStep[] => {
    const id = Number(event.eventId);
    if (event.activityTaskScheduledEventAttributes?.activityType?.name === 'inheritLock')
      inherits.add(String(id));
    const inherited = event.activityTaskCompletedEventAttributes;
    if (inherited && inherits.has(String(inherited.scheduledEventId))) {
      return [{ at: atOf(event), id, knew: id, step: { type: 'remembered' } }];
    }
    const said = event.signalExternalWorkflowExecutionInitiatedEventAttributes;
    if (said?.signalName === 'lockLost') {
      const loss = read(said.input?.payloads?.[0]) as LockLoss | null;
      return loss === null || loss.actor === null
        ? []
        : [{ at: atOf(event), id, knew: id, step: { type: 'takes', token: loss.token } }];
    }
    if (said?.signalName === 'lockGranted') {
      const grant = read(said.input?.payloads?.[0]) as LockGrant | null;
      const knew = tellings.get(id) ?? id;
      const releaseId = said.workflowExecution?.workflowId ?? '';
      return grant === null
        ? []
        : [{ at: atOf(event), id, knew, step: { type: 'grants', grant, releaseId } }];
    }
    const heard = event.workflowExecutionSignaledEventAttributes;
    const steps = heard ? heardAs(heard.signalName as LockOrder['type'], heard.input?.payloads?.[0]) : [];
    return steps.map((step) => ({ at: atOf(event), id, knew: id, step }));
  });
}

/**
 * For each signal to a release, by its event ID: the last event that the coordinator knew, at the earliest, when it began to send
 * what it decided together with this signal. It sends a release one signal at a time, each in the task in which it learns that
 * the previous one has arrived. So what follows in that very task may have been decided together with the previous signal, or
 * with the one before it.
 */
function tellingsOf(events: readonly HistoryEvent[]): ReadonlyMap<number, number> {
  const tellings = new Map<number, number>();
  const arrivals = new Map<number, number>();
  const lastTo = new Map<string, number>();
  let [previousTask, task] = [0, 0];
  for (const event of events) {
    const done = event.workflowTaskCompletedEventAttributes;
    if (done) [previousTask, task] = [task, Number(done.startedEventId)];
    const arrived =
      event.externalWorkflowExecutionSignaledEventAttributes ??
      event.signalExternalWorkflowExecutionFailedEventAttributes;
    if (arrived) arrivals.set(Number(arrived.initiatedEventId), Number(event.eventId));
    const said = event.signalExternalWorkflowExecutionInitiatedEventAttributes;
    if (!said) continue;
    const releaseId = said.workflowExecution?.workflowId ?? '';
    const last = lastTo.get(releaseId) ?? 0;
    const mayGoOn = (arrivals.get(last) ?? 0) > previousTask;
    tellings.set(Number(event.eventId), (mayGoOn ? tellings.get(last) : undefined) ?? task);
    lastTo.set(releaseId, Number(event.eventId));
  }
  return tellings;
}

function heardAs(signal: LockOrder['type'], payload: Payload | undefined): LockStep[] {
  switch (signal) {
    case 'acquire': {
      const request = read(payload) as LockRequest | null;
      return request === null ? [] : [{ type: 'waits', request }];
    }
    case 'claim': {
      const claim = (read(payload) as LockClaimAnswer | null)?.claim;
      return claim?.token === null ? [{ type: 'claims', request: claim.request }] : [];
    }
    case 'release':
    case 'releaseGone':
      return [{ type: 'leaves', ...(read(payload) as { requestId?: string; releaseKey?: string }) }];
    default:
      return [];
  }
}
