import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSettings } from '../../config/load-settings.ts';
import type { Settings } from '../../domain/settings.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** The settings of a configuration file with this text, in a folder of its own. */
export async function loadText(text: string): Promise<Settings> {
  const path = join(await temporaryFolder(), 'dobrobot.yaml');
  await writeFile(path, text);
  return loadSettings(path);
}
