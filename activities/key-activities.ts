import type { Client } from '@temporalio/client';
import { passOn } from '../client/dispatch.ts';
import { keyHolder } from '../client/key-holder.ts';
import { numbersInTemporal, releaseOfPage, startNumbered } from '../client/numbers.ts';
import type { CounterActivities, ReleaseActivities } from '../domain/messages/activities.ts';
import type { ReleaseLog } from '../log/release-log.ts';

/** What gives releases their keys, and keeps them. */
export const keyActivities = (
  client: Client,
  releaseLog: ReleaseLog | null,
): CounterActivities & Pick<ReleaseActivities, 'keyHolder' | 'passOn'> => ({
  keyHolder: ({ workflowId, by }) => keyHolder(client, workflowId, by),

  passOn: ({ ticket, request }) => passOn(client, ticket, request),

  async inheritNumbers({ prefix, runId }) {
    const told = await numbersInTemporal(client, prefix, runId);
    const logged = (await releaseLog?.highestNumber(prefix)) ?? 0;
    return { ...told, last: Math.max(told.last, logged) };
  },

  startNumbered: ({ ticket, payload }) => startNumbered(client, ticket, payload),

  releaseOfPage: ({ page, last }) => releaseOfPage(client, page, last),
});
