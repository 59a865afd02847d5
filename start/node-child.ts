import { startChild, untilReady, type Child } from './child.ts';

/** Where each begins. */
const rooms = { worker: 'worker', bot: 'bot', web: 'serve' } as const;

/** How long each may take: they load, bundle the workflows or the page, and connect. */
const readyWithinMs = 50_000;

/**
 * The worker, the bot or the web page as the operator runs it, of this version or of that in the folder `cwd`, once it says that it is ready.
 * @throws StartError when it ends before or is not ready in time
 */
export async function startNodeChild(
  name: keyof typeof rooms,
  env: NodeJS.ProcessEnv,
  onLine?: (line: string) => void,
  cwd?: string,
): Promise<Child> {
  const child = await startChild({
    name,
    command: process.execPath,
    args: ['--import', 'tsx', `${rooms[name]}/main.ts`],
    env,
    readyLine: `${name} ready`,
    onLine,
    cwd,
  });
  await untilReady(child, () => child.isReady(), readyWithinMs);
  return child;
}
