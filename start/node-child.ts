import { startChild, untilReady, type Child } from './child.ts';

/** Where each begins. */
const rooms = { worker: 'worker', bot: 'bot', web: 'serve' } as const;

/** How long each may take: they compile, load, bundle the workflows or the page, and connect. */
const readyWithinMs = 50_000;

/**
 * The worker, the bot or the web page as the operator runs it, once it says that it is ready.
 * @throws StartError when it ends before or is not ready in time
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
