/** Releases without a ticket, requested while the worker is killed or their counter is terminated, again and again. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '@temporalio/client';
import { askForNumber } from '../../client/numbers.ts';
import { orNull } from '../../client/or-null.ts';
import { Releases } from '../../client/releases.ts';
import { counterIdOf } from '../../domain/messages/workflows.ts';
import { startCompany, type Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { atLength } from '../support/length.ts';
import { Random } from './chaos/random.ts';

let company: Company;
beforeAll(async () => {
  company = await startCompany({ tickets: {} });
});
afterAll(() => company.close());

const kills = atLength(100, 3);
const atOnce = 4;

/** The counter may not exist yet, or no longer. */
async function terminateCounter(client: Client): Promise<void> {
  await orNull(client.workflow.getHandle(counterIdOf('REL')).terminate());
}

it(
  'gives no number twice and loses no request, though its worker is killed and its counter terminated at any moment',
  { timeout: 90 * 60_000 },
  async () => {
    const { client } = company.temporal;
    const random = new Random(11);
    const ask = async (commandId: string): Promise<readonly [string, string]> => {
      const payload = { actor: 'U_ANN', text: commandId, tickets: [], components: ['ios-app'], commandId };
      for (;;) {
        const answer = await client
          .withDeadline(Date.now() + 5000, () => askForNumber(client, 'REL', payload))
          .catch(() => null);
        if (answer !== null) return [commandId, answer.ticket];
      }
    };
    const given: (readonly [string, string])[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      const asking = Array.from({ length: atOnce }, () => ask(randomUUID()));
      await sleep(120 * random.next());
      if (kill % 3 !== 0) await terminateCounter(client);
      if (kill % 3 !== 1) {
        await company.worker().kill();
        await company.startWorker();
      }
      given.push(...(await Promise.all(asking)));
    }
    expect(new Set(given.map(([, ticket]) => ticket)).size).toBe(kills * atOnce);
    const numbers = given.map(([, ticket]) => Number(ticket.slice('REL-'.length))).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const releases = new Releases(client);
    for (const [commandId, ticket] of given) {
      await eventually(async () => {
        expect(await releases.answerOf(ticket, commandId)).toMatchObject({ done: true });
      });
    }
  },
);
