import { stat } from 'node:fs/promises';
import type { Settings } from '../domain/settings.ts';
import { loadSettings } from './load-settings.ts';

/** The settings as they are now. */
export type SettingsSource = () => Promise<Settings>;

/**
 * Reads the file again when it has changed. A change that is broken is reported to `onMistake` once, and the settings
 * before it stay in force: an edit must not stop the releases that are under way.
 */
export async function settingsSource(
  path: string,
  onMistake: (error: Error) => void,
): Promise<SettingsSource> {
  const versionOf = async () => (await stat(path)).mtimeMs;
  // Of a file that is not there, the loading says more.
  let version = await versionOf().catch(() => null);
  let settings = await loadSettings(path);
  return async () => {
    try {
      const found = await versionOf();
      if (found === version) return settings;
      version = found;
      settings = await loadSettings(path);
    } catch (error) {
      onMistake(error instanceof Error ? error : new Error(String(error)));
    }
    return settings;
  };
}
