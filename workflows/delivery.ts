import { proxyActivities } from '@temporalio/workflow';
import type { DeliveryActivities } from '../domain/messages/activities.ts';
import type { Delivery } from '../domain/messages/delivery.ts';

/** Retried for three days, in the end every two hours. Then it fails, and Temporal's Web UI lists it as failed. */
const { deliverOutside } = proxyActivities<DeliveryActivities>({
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '3 days',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '2 hours' },
});

/** Sends one event to one destination. The workflow ID keeps it from being sent twice. */
export async function delivery(asked: Delivery): Promise<void> {
  await deliverOutside(asked);
}
