import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { madeOnce } from '../config/made-once.ts';

const workflows = join(import.meta.dirname, '..', 'workflows');

/** The workflows as one script, made once for each version of their sources. Returns its path. */
export const workflowBundle = (): Promise<string> =>
  madeOnce({ name: 'workflows.js', sources: ['domain', 'texts', 'workflows'], make: bundle });

async function bundle(): Promise<string> {
  const silent = () => undefined;
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(workflows, 'index.ts'),
    payloadConverterPath: join(workflows, 'payload-converter.ts'),
    logger: {
      log: silent,
      trace: silent,
      debug: silent,
      info: silent,
      warn: console.warn,
      error: console.error,
    },
  });
  return code;
}
