import proto from '@temporalio/proto';

const { History } = proto.temporal.api.history.v1;
export type History = proto.temporal.api.history.v1.IHistory;
type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent;

/** The cost of a history, or of a part of one. */
export interface Cost {
  readonly events: number;
  /** In Temporal's encoding. */
  readonly bytes: number;
  /** Billed actions of Temporal Cloud, by the rules in `docs/performance.md`. */
  readonly actions: number;
}

export const costOf = (history: History): Cost => {
  const events = history.events ?? [];
  return {
    events: events.length,
    bytes: History.encode(history).finish().length,
    actions: actionsOf(events),
  };
};

export const sum = (costs: readonly Cost[]): Cost => costs.reduce(plus, { events: 0, bytes: 0, actions: 0 });

const plus = (a: Cost, b: Cost): Cost => ({
  events: a.events + b.events,
  bytes: a.bytes + b.bytes,
  actions: a.actions + b.actions,
});

export const times = (cost: Cost, factor: number): Cost => ({
  events: cost.events * factor,
  bytes: cost.bytes * factor,
  actions: cost.actions * factor,
});

export const minus = (a: Cost, b: Cost): Cost => plus(a, times(b, -1));

/** All markers of one workflow task count as one action, and so does signal-with-start. */
function actionsOf(events: readonly HistoryEvent[]): number {
  const markedTasks = new Set<string>();
  let actions = 0;
  for (const event of events) {
    const marker = event.markerRecordedEventAttributes;
    if (marker) markedTasks.add(String(marker.workflowTaskCompletedEventId));
    else actions += actionsOfEvent(event);
  }
  const startedWithSignal =
    events[0]?.workflowExecutionStartedEventAttributes && events[1]?.workflowExecutionSignaledEventAttributes;
  return actions + markedTasks.size - (startedWithSignal ? 1 : 0);
}

/** Signals count where they arrive, not where they are sent. Heartbeats and queries leave no event. */
function actionsOfEvent(event: HistoryEvent): number {
  const activity = event.activityTaskStartedEventAttributes;
  if (activity) return activity.attempt ?? 1;
  const billed =
    event.workflowExecutionStartedEventAttributes ??
    event.workflowExecutionSignaledEventAttributes ??
    event.workflowExecutionUpdateAcceptedEventAttributes ??
    event.timerStartedEventAttributes ??
    event.upsertWorkflowSearchAttributesEventAttributes;
  return billed ? 1 : 0;
}
