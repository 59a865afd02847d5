import { dirname } from 'node:path';
import { configPath, settingsOf } from '../config/load-settings.ts';
import type { Configuration } from '../config/load-settings.ts';
import { knownConfigurations } from './known-configurations.ts';

/** A configuration to go by. */
export type Known = Pick<Configuration, 'settings' | 'values'>;

/** What workers go by, read as they read it. Null if none runs, or if this version or this environment cannot read it. */
export async function runningConfiguration(env: NodeJS.ProcessEnv): Promise<Known | null> {
  try {
    const { running } = await knownConfigurations();
    const values = running?.values ?? null;
    const settings = values === null ? null : settingsOf(values, dirname(configPath(env)));
    return settings && { settings, values };
  } catch {
    // Why Temporal does not answer is a finding of its own.
    return null;
  }
}
