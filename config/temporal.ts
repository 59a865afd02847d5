import { setTimeout as pause } from 'node:timers/promises';
import { loadClientConnectConfig } from '@temporalio/envconfig';

type ConnectConfig = ReturnType<typeof loadClientConnectConfig>;

const patienceMs = 40_000;
const betweenTriesMs = 1000;

/**
 * Connects to the Temporal that the environment names, as Temporal's own environment configuration has it.
 * Tries for 40 s, since everything may start at the same moment; then throws an error that names the address.
 */
export async function connectTemporal<T>(
  connect: (options: ConnectConfig['connectionOptions']) => Promise<T>,
): Promise<{ connection: T; namespace: string }> {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    try {
      return { connection: await connect(connectionOptions), namespace };
    } catch (cause) {
      if (Date.now() > giveUpAt) {
        const address = connectionOptions.address ?? 'localhost:7233';
        throw new Error(`There is no Temporal at ${address}. TEMPORAL_ADDRESS names another.`, { cause });
      }
      await pause(betweenTriesMs);
    }
  }
}
