import { ApplicationFailure } from '@temporalio/activity';
import type { Settings } from '../../domain/settings.ts';
import { failures } from '../../texts/outside.ts';
import type { Delivery } from '../../domain/messages/delivery.ts';
import { annotate } from './grafana.ts';
import { callWebhook } from './webhook.ts';

/** See `DeliveryActivities`. Takes the address from the present configuration, so that fixing it also helps deliveries that wait. */
export async function deliverOutside(delivery: Delivery, settings: Settings): Promise<void> {
  const { destination } = delivery;
  if (destination === 'grafana') {
    if (settings.grafana !== null) return annotate(delivery, settings.grafana, settings.language);
  } else {
    const webhook = settings.webhooks[destination.slice('webhook:'.length)];
    if (webhook !== undefined) return callWebhook(delivery, webhook);
  }
  throw ApplicationFailure.nonRetryable(failures.unknownDestination(destination));
}
