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
import { lingeringLocks } from './lingering-locks.ts';
import { signalIfPossible } from './open-locks.ts';
import { orNull } from './or-null.ts';
import { withinFormTime } from './soon.ts';
import { tellOfTrouble } from './troubles.ts';
import { configurationsShown } from './visibility.ts';

/** The known configurations, even if their workflow was terminated. Throws Temporal's errors. */
export async function configurations(client: Client): Promise<Configurations> {
  const described = await orNull(client.workflow.getHandle(configurationId).describe());
  return configurationsShown(described) ?? noConfigurations;
}

/**
 * Reports the file that a worker has read. `known`: the state that the workflow starts from if it is not open. Throws Temporal's errors.
 */
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

/** Forgets these places, which have no worker any longer. Throws Temporal's errors. */
export const forgetPlaces = (client: Client, places: readonly string[]): Promise<void> =>
  signalIfPossible(client, configurationId, placesLeftSignal, places);

/**
 * What a process needs to share the configuration of others: quick lookups of what is known and which locks are in use, and `onMistake`,
 * which passes an error to `log` and tells the admins that the configuration at `place` is invalid.
 */
export const sharedThrough = (
  temporal: Promise<{ readonly client: Client }>,
  place: string,
  log: (error: Error) => void,
) => ({
  known: async (): Promise<Configurations> => {
    const { client } = await temporal;
    return withinFormTime(client, () => configurations(client));
  },
  inUse: async (components: readonly string[]): Promise<readonly string[]> => {
    const { client } = await temporal;
    return withinFormTime(client, () => lingeringLocks(client, components));
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

/** Tells the admins once, from whichever process sees the mistake first. */
async function tellOfMistake(client: Client, place: string, { message }: Error): Promise<void> {
  const id = createHash('sha256').update(message).digest('hex').slice(0, 12);
  await tellOfTrouble(client, { type: 'configuration', place, id, reason: message.slice(0, longestReason) });
}
