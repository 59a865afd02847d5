import type { Client } from '@temporalio/client';
import type { ActivityInboundCallsInterceptor, ActivityInterceptorsFactory } from '@temporalio/worker';
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { hasPendingActivity } from '../client/pending-activity.ts';
import type { PendingActivity } from '../client/pending-activity.ts';
import type { EventRow } from '../domain/log/event-row.ts';
import type { SharedActivities } from '../domain/messages/activities.ts';
import type { Notice } from '../domain/messages/notice.ts';
import type { MetricsSource } from './health.ts';

/** A delivery by an activity. */
interface Delivery extends PendingActivity {
  readonly what: What;
  /** When its oldest item came up, epoch ms. */
  readonly since: number;
  /** Whether an attempt is running here. */
  readonly inHand: boolean;
}

type What = 'row' | 'message';
type Name = keyof Pick<SharedActivities, 'recordEvents' | 'deliverNotices'>;

const whatOf: Readonly<Record<Name, What>> = { recordEvents: 'row', deliverNotices: 'message' };
const isDelivery = (name: string): name is Name => Object.hasOwn(whatOf, name);

/** How many failed deliveries to ask Temporal about: another worker may have delivered them. */
const mostAsked = 20;

/**
 * The age of this worker's oldest undelivered log row and Slack message. A failed delivery
 * is remembered until a later attempt here succeeds or Temporal no longer expects it.
 */
export class Undelivered {
  readonly #deliveries = new Map<string, Delivery>();

  /** Observes every attempt. */
  readonly interceptor: ActivityInterceptorsFactory = ({ info }) => ({
    inbound: {
      execute: async (...[input, next]: Parameters<Required<ActivityInboundCallsInterceptor>['execute']>) => {
        if (!isDelivery(info.activityType) || info.workflowExecution === undefined) return next(input);
        const { activityId, activityType, workflowExecution, scheduledTimestampMs } = info;
        const key = `${workflowExecution.runId} ${activityId}`;
        const what = whatOf[activityType];
        const since = oldestIn(input.args[0], scheduledTimestampMs);
        const delivery = { ...workflowExecution, activityId, what, since, inHand: true };
        this.#deliveries.set(key, delivery);
        try {
          const result: unknown = await next(input);
          this.#deliveries.delete(key);
          return result;
        } catch (error) {
          this.#deliveries.set(key, { ...delivery, inHand: false });
          throw error;
        }
      },
    },
  });

  /** Since when the oldest one waits, epoch ms; null if nothing waits. */
  async since(what: What, client: Client): Promise<number | null> {
    const waiting = [...this.#deliveries].filter(([, delivery]) => delivery.what === what);
    waiting.sort(([, one], [, other]) => one.since - other.since);
    for (const [key, delivery] of waiting.slice(0, mostAsked)) {
      if (delivery.inHand || (await hasPendingActivity(client, delivery))) return delivery.since;
      this.#deliveries.delete(key);
    }
    return null;
  }
}

/** When the oldest of the rows or notices came up, or when the activity was scheduled if that was earlier. */
function oldestIn(delivered: unknown, scheduledAt: number): number {
  const all = delivered as readonly (EventRow | Notice)[];
  const instants = all.flatMap((one) => {
    if ('at' in one) return [one.at];
    return 'event' in one && one.event !== null && 'at' in one.event ? [one.event.at] : [];
  });
  return Math.min(scheduledAt, ...instants);
}

/** `slack`: whether there is a Slack; without one, messages are kept on purpose. */
export function undeliveredMetrics(
  registry: Registry,
  client: Client,
  undelivered: Undelivered,
  { slack }: { readonly slack: boolean },
): MetricsSource {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const row = gauge(
    'dobrobot_oldest_unrecorded_row_seconds',
    'How old the oldest row is that this worker tried to write into the release log and could not; 0 if there is none',
  );
  const message = gauge(
    'dobrobot_oldest_unsaid_message_seconds',
    'How old the oldest message is that this worker tried to say in Slack and could not; 0 if there is none',
  );
  const clear = () => {
    row.remove();
    message.remove();
  };
  const age = async (what: What) => {
    const since = await undelivered.since(what, client);
    return since === null ? 0 : Math.max(0, Date.now() - since) / 1000;
  };
  const read = async () => {
    const [rows, messages] = await Promise.all([age('row'), slack ? age('message') : 0]);
    row.set(rows);
    message.set(messages);
  };
  return { name: 'deliveries', clear, read };
}
