import { dirname } from 'node:path';
import { configurations } from '../client/configurations.ts';
import { reach } from '../client/reach.ts';
import { configPath, settingsOf } from '../config/load-settings.ts';
import type { Configuration } from '../config/load-settings.ts';
import { connectClient, lazyConnection } from '../config/temporal.ts';

/** A configuration to go by. */
export type Known = Pick<Configuration, 'settings' | 'values'>;

const answerWithinMs = 5000;

/** What workers go by, read as they read it. Null if none runs, or if this version or this environment cannot read it. */
export async function runningConfiguration(env: NodeJS.ProcessEnv): Promise<Known | null> {
  try {
    const { client, connection } = await connectClient(lazyConnection);
    try {
      const { running } = await reach(client, answerWithinMs, () => configurations(client));
      const values = running?.values ?? null;
      const settings = values === null ? null : settingsOf(values, dirname(configPath(env)));
      return settings && { settings, values };
    } finally {
      await connection.close();
    }
  } catch {
    // Why Temporal does not answer is a finding of its own.
    return null;
  }
}
