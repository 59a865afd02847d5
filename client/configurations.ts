import { createHash } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { noConfigurations } from '../domain/configurations.ts';
import type { ConfigurationReport, Configurations } from '../domain/configurations.ts';
import { configurationReadSignal, placesLeftSignal } from '../domain/messages/definitions.ts';
import {
  configurationId,
  configurationSummary,
  configurationWorkflow,
  taskQueue,
} from '../domain/messages/workflows.ts';
import { tell } from './open-locks.ts';
import { orNull } from './or-null.ts';
import { soon } from './soon.ts';
import { tellOfTrouble } from './troubles.ts';
import { configurationsShown } from './visibility.ts';

/** What is known of the configurations, also by a workflow that was terminated. Throws Temporal's errors. */
export async function configurations(client: Client): Promise<Configurations> {
  const described = await orNull(client.workflow.getHandle(configurationId).describe());
  return configurationsShown(described) ?? noConfigurations;
}

/** Tells what a worker has read. `known`: what a workflow goes on from that has to begin anew. Throws Temporal's errors. */
export async function introduceConfiguration(
  client: Client,
  report: ConfigurationReport,
  known: Configurations,
): Promise<void> {
  await client.workflow.signalWithStart<(before: Configurations) => Promise<void>, [ConfigurationReport]>(
    configurationWorkflow,
    {
      workflowId: configurationId,
      taskQueue,
      args: [known],
      signal: configurationReadSignal,
      signalArgs: [report],
      staticSummary: configurationSummary,
    },
  );
}

/** There is no worker any more where these files are. Throws Temporal's errors. */
export const forgetPlaces = (client: Client, places: readonly string[]): Promise<void> =>
  tell(client, configurationId, placesLeftSignal, places);

/**
 * What a process needs to go by what others have: what is known of that, for whoever cannot wait long, and a way to have the admins told that
 * the configuration at `place` cannot be used, besides what `log` does with it.
 */
export const sharedThrough = (
  temporal: Promise<{ readonly client: Client }>,
  place: string,
  log: (error: Error) => void,
) => ({
  known: async (): Promise<Configurations> => {
    const { client } = await temporal;
    return soon(client, () => configurations(client));
  },
  onMistake: (error: Error): void => {
    log(error);
    temporal
      .then(({ client }) => tellOfMistake(client, place, error))
      .catch(() => {
        log(new Error('The admins could not be told of it'));
      });
  },
});

const longestReason = 1000;

/** Has the admins told once, by whatever process sees it first. */
async function tellOfMistake(client: Client, place: string, { message }: Error): Promise<void> {
  const id = createHash('sha256').update(message).digest('hex').slice(0, 12);
  await tellOfTrouble(client, { type: 'configuration', place, id, reason: message.slice(0, longestReason) });
}
