import { nobody } from '../domain/messages/origin.ts';
import type { EventRow } from '../domain/log/event-row.ts';
import { releaseRow } from '../domain/log/release-row.ts';
import { isEnd } from '../domain/release/stage.ts';
import type { Stage } from '../domain/release/stage.ts';
import type { ReleaseInput } from '../domain/messages/runs.ts';
import type { GoneRun } from '../client/closed-runs.ts';
import { read } from './history.ts';
import type { HistoryEvent } from './history.ts';

/** How Temporal ended a release. */
export interface EndedByTemporal {
  /** The status in Temporal, such as `TERMINATED`. */
  readonly status: string;
  readonly reason: string | null;
  /** Who ended it, as an identity in Temporal, not a Slack user. */
  readonly identity: string | null;
  /** The stage in which it was ended. */
  readonly stage: Stage;
  /** The components whose locks it held. */
  readonly holds: readonly string[];
}

/** One key for each run, because a release that was reset may be ended again. */
export const endedKey = ({ run, release }: GoneRun): string => `${release.key}:terminated:${run.runId}`;

/**
 * The log row for a release that ended without recording its end. Null if it
 * recorded it, or never recorded anything. `rows` are the ones it recorded.
 */
export function endedRow(
  gone: GoneRun,
  history: readonly HistoryEvent[],
  rows: readonly EventRow[],
): EventRow | null {
  const { closeTime, status } = gone.run;
  const { key, stage, locks } = gone.release;
  const last = [...takenOver(history), ...rows]
    .filter(({ releaseKey }) => releaseKey === key)
    .reduce<EventRow | null>((found, row) => (numberOf(row) > numberOf(found) ? row : found), null);
  if (isEnd(stage) || last === null || closeTime === undefined) return null;
  const holds = locks.filter((lock) => lock.state === 'held').map(({ component }) => component);
  const facts: EndedByTemporal = { status: status.name, ...causeIn(history), stage, holds };
  return {
    ...last,
    key: endedKey(gone),
    at: closeTime.getTime(),
    type: 'terminated',
    n: numberOf(last) + 1,
    ...nobody,
    via: 'temporal',
    pipeline: null,
    component: null,
    token: null,
    facts,
  };
}

const numberOf = (row: EventRow | null): number => row?.n ?? 0;

/** The last event taken over from the previous run, if there was one. */
function takenOver(history: readonly HistoryEvent[]): readonly EventRow[] {
  const input = history[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
  const { state } = (read(input) ?? {}) as Partial<ReleaseInput>;
  const last = state?.events.at(-1);
  return state && last ? [releaseRow(state, last)] : [];
}

function causeIn(history: readonly HistoryEvent[]): Pick<EndedByTemporal, 'reason' | 'identity'> {
  const close = history.at(-1);
  const terminated = close?.workflowExecutionTerminatedEventAttributes;
  const reason = terminated?.reason ?? close?.workflowExecutionFailedEventAttributes?.failure?.message;
  const cancelled = history.findLast((event) => event.workflowExecutionCancelRequestedEventAttributes);
  const identity =
    terminated?.identity ?? cancelled?.workflowExecutionCancelRequestedEventAttributes?.identity;
  return { reason: reason || null, identity: identity || null };
}
