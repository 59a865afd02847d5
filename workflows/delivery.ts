import { proxyActivities } from '@temporalio/workflow';
import type { DeliveryActivities } from '../domain/messages/activities.ts';
import type { Delivery } from '../domain/messages/delivery.ts';

/** Tried for some days, at last every two hours; then it fails, and Temporal's Web UI shows it among the failed. */
const { deliverOutside } = proxyActivities<DeliveryActivities>({
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '3 days',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '2 hours' },
});

/** Tells one destination outside of one event. Its ID keeps the event from being told there by two. */
export async function delivery(asked: Delivery): Promise<void> {
  await deliverOutside(asked);
}
