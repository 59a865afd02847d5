import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { madeOnce } from '../build/made-once.mjs';
import { projectRoot } from '../build/project-root.mjs';
import { dataConverter, wellFormedFailures } from '../config/data-converter.ts';

const workflows = join(projectRoot, 'workflows');
const payloadConverter = join(workflows, 'payload-converter.ts');

/**
 * All modules are loaded once and shared by the workflows of a worker. Loading them for each took two thirds of the heap of an open
 * release.
 * This is safe because no workflow can see what another did to them:
 * - Their exports are frozen. So a schema with a regular expression is not exported: zod writes to it to match.
 * - They have no variables of their own; a lint rule keeps domain/ and workflows/ so. The state of a workflow is inside its function.
 * - What luxon, zod and the calendar rules keep are caches of what follows from the arguments alone.
 * - `Date`, `Math.random` and the SDK's functions look up the running workflow on each call.
 */
const shared = [payloadConverter, join(workflows, 'index.ts')];

/** Options for every worker that runs our workflows. */
export async function workflowOptions({ traced = false } = {}) {
  return {
    workflowBundle: { codePath: await workflowBundle(traced) },
    dataConverter: dataConverter(process.env),
    // Node aborts a task that takes longer, and crashes if that hits a promise ("async hook stack has become corrupted"); the next worker
    // gets the same task. With the default of 5 s, about a thousand signals on a busy machine were enough. None of our loops is endless.
    isolateExecutionTimeout: '10 minutes',
  } as const;
}

const interceptors = ['first-input.ts', 'task-clock.ts', 'workflow-ids.ts'];

/** The workflows as one script, built once per version of their sources. `traced`: with tracing. Returns its path. */
export const workflowBundle = (traced = false): Promise<string> =>
  madeOnce({
    name: traced ? 'traced-workflows.js' : 'workflows.js',
    sources: ['domain', 'workflows', 'worker', 'config'],
    make: (path) => bundle(path, [...interceptors, ...(traced ? ['traces.ts'] : [])]),
  });

async function bundle(path: string, modules: readonly string[]): Promise<void> {
  const silent = () => undefined;
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(workflows, 'index.ts'),
    workflowInterceptorModules: modules.map((name) => join(workflows, name)),
    preloadModules: shared,
    payloadConverterPath: payloadConverter,
    failureConverterPath: wellFormedFailures,
    logger: {
      log: silent,
      trace: silent,
      debug: silent,
      info: silent,
      warn: console.warn,
      error: console.error,
    },
  });
  await writeFile(path, code);
}
