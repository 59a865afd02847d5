import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { madeOnce } from '../../build/made-once.mjs';

/** Bundles the bare workflow. Returns the path of the script. */
export const floorBundle = (): Promise<string> =>
  madeOnce({ name: 'floor.js', sources: ['bench/scale'], make: bundle });

async function bundle(path: string): Promise<void> {
  const workflowsPath = join(import.meta.dirname, 'waiting.ts');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  await writeFile(path, code);
}
