import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { madeOnce } from '../config/made-once.ts';

const project = join(import.meta.dirname, '..');
const workflows = join(project, 'workflows');

/**
 * What takes half of the time in which a workflow begins, for each would load it anew. They keep nothing that a workflow could see, so all
 * share them. What they export is frozen: no schema with a regular expression may be in it, as zod writes into that to match.
 */
const shared = [
  'messages/payload.ts',
  'messages/lock-messages.ts',
  'command/wiki-link.ts',
  'lock/freeze-window.ts',
];

/** The workflows as one script, made once for each version of their sources. Returns its path. */
export const workflowBundle = (): Promise<string> =>
  madeOnce({ name: 'workflows.js', sources: ['domain', 'workflows', 'worker'], make: bundle });

async function bundle(): Promise<string> {
  const silent = () => undefined;
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(workflows, 'index.ts'),
    preloadModules: shared.map((name) => join(project, 'domain', name)),
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
