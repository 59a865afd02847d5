import { startChild, untilReady, type Child } from './child.ts';

/** The folder of each entry point. */
const rooms = { worker: 'worker', bot: 'bot', web: 'serve' } as const;

/** Time for each to compile, load, bundle the workflows or the page, and connect. */
const readyWithinMs = 50_000;

/**
 * Starts the worker, the bot or the web page as an operator does, and waits until it is ready.
 * @throws StartError if it ends first or is not ready in time
 */
export async function startNodeChild(
  name: keyof typeof rooms,
  env: NodeJS.ProcessEnv,
  onLine?: (line: string) => void,
): Promise<Child> {
  const child = await startChild({
    name,
    command: process.execPath,
    args: ['build/run.mjs', `${rooms[name]}/main`],
    env,
    readyLine: `${name} ready`,
    onLine,
  });
  await untilReady(child, () => child.isReady(), readyWithinMs);
  return child;
}
