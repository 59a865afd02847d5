import { Webhook } from 'standardwebhooks';
import { iso } from '../../domain/iso.ts';
import type { EventRow } from '../../domain/log/event-row.ts';
import type { WebhookSettings } from '../../domain/settings.ts';
import { reasonIn } from '../../texts/log-words.ts';
import { failures } from '../../texts/outside.ts';
import type { Delivery } from '../../domain/messages/delivery.ts';
import { post } from './post.ts';
import { secretIn } from './secret.ts';

/** Posts an event, signed according to Standard Webhooks. Its ID is that of the event, so every attempt sends the same one. */
export async function callWebhook(delivery: Delivery, { url, secretEnv }: WebhookSettings): Promise<void> {
  const id = delivery.row.key;
  const now = new Date();
  const body = JSON.stringify(messageOf(delivery));
  await post(
    url,
    {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signer(secretEnv).sign(id, now, body),
    },
    body,
  );
}

function signer(secretEnv: string): Webhook {
  const secret = secretIn(secretEnv);
  try {
    return new Webhook(secret);
  } catch {
    throw new Error(failures.badSecret(secretEnv));
  }
}

const names: Readonly<Record<string, string>> = { rolledBack: 'rolled_back' };

function messageOf({ row, startedAt }: Delivery) {
  return {
    type: `release.${names[row.type] ?? row.type}`,
    timestamp: iso(row.at),
    data: dataOf(row, startedAt),
  };
}

const dataOf = (row: EventRow, startedAt: number) => ({
  release: row.releaseKey,
  n: row.n,
  ticket: row.ticket,
  tickets: row.tickets,
  title: row.title,
  url: row.url,
  wikiLink: row.wikiLink,
  components: row.components,
  requester: row.requester,
  actor: row.actor,
  startedAt: iso(startedAt),
  reason: reasonIn(row.facts),
});
