import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

/** Creates an empty folder that is removed with the test file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dobrobot-test-'));
  folders.push(folder);
  return folder;
}

/** A process that is ending may still write into them. */
export async function removeTemporaryFolders(): Promise<void> {
  const gone = { recursive: true, force: true, maxRetries: 10 };
  await Promise.all(folders.splice(0).map((folder) => rm(folder, gone)));
}
