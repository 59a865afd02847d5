import { configurations } from '../client/configurations.ts';
import { reach } from '../client/reach.ts';
import { connectClient, lazyConnection } from '../config/temporal.ts';
import type { Configurations } from '../domain/configurations.ts';

const answerWithinMs = 5000;

/** The configurations that Temporal knows, by a connection of its own. Throws Temporal's errors. */
export async function knownConfigurations(): Promise<Configurations> {
  const { client, connection } = await connectClient(lazyConnection);
  try {
    return await reach(client, answerWithinMs, () => configurations(client));
  } finally {
    await connection.close();
  }
}
