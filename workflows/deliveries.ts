import { startChild } from '@temporalio/workflow';
import type { EventRow } from '../domain/log/event-row.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { isToldOutside } from '../domain/told-outside.ts';
import { deliverySummary } from './web-ui.ts';
import { deliveryIdOf } from '../domain/messages/delivery.ts';
import { unlessTaken } from '../domain/messages/unless-taken.ts';
import { deliveryWorkflow } from '../domain/messages/workflows.ts';
import type { Delivery } from '../domain/messages/delivery.ts';
import type { delivery } from './delivery.ts';

/** The outside destinations (webhooks, Grafana) of an event of a release. */
export function deliveriesOf(state: ReleaseState, row: EventRow): readonly Delivery[] {
  if (!isToldOutside(row.type)) return [];
  const startedAt = state.events.findLast(({ type }) => type === 'started')?.at ?? row.at;
  return (state.rules.destinations ?? []).map((destination) => ({ destination, row, startedAt }));
}

/** Starts one workflow per delivery. It outlives the release, so that a slow destination delays neither it nor the others. */
export async function startDeliveries(deliveries: readonly Delivery[]): Promise<void> {
  await Promise.all(deliveries.map(start));
}

/** A release that was reset does this again: the delivery then exists already. */
const start = (asked: Delivery): Promise<boolean> =>
  unlessTaken(
    startChild<typeof delivery>(deliveryWorkflow, {
      workflowId: deliveryIdOf(asked),
      args: [asked],
      parentClosePolicy: 'ABANDON',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: deliverySummary(asked),
    }),
  );
