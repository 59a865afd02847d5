import type { Client } from '@temporalio/client';
import { passOn } from '../client/dispatch.ts';
import { earlierRelease } from '../client/earlier-release.ts';
import { keyHolder, releaseWithKey } from '../client/key-holder.ts';
import { numbersInTemporal, releaseOfPage, startNumbered } from '../client/numbers.ts';
import type { CounterActivities, ReleaseActivities } from '../domain/messages/activities.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import { ticketOfRelease } from '../domain/messages/workflows.ts';
import { isNumbered } from '../domain/release/numbers.ts';
import type { ReleaseLog } from '../log/release-log.ts';

interface Keeping {
  readonly client: Client;
  readonly settingsNow: SettingsSource;
  /** Null if there is no database. */
  readonly releaseLog: ReleaseLog | null;
}

/** The activities that start releases and manage their keys. */
export const keyActivities = ({
  client,
  settingsNow,
  releaseLog,
}: Keeping): CounterActivities & Pick<ReleaseActivities, 'openRelease' | 'keyHolder' | 'passOn'> => ({
  async openRelease({ workflowId, runId }) {
    const { release: rules, releases: naming } = await settingsNow();
    const ticket = ticketOfRelease(workflowId);
    return {
      earlier: await earlierRelease(client, workflowId, runId),
      rules,
      recorded: releaseLog !== null,
      numbered: isNumbered(ticket, naming),
      heldBy: await releaseWithKey(client, ticket),
    };
  },

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
