import { startChild, untilReady, type Child } from './child.ts';

/** How long worker and bot may take: they load, bundle the workflows and connect. */
const readyWithinMs = 50_000;

/**
 * The worker or the bot as the operator runs it, once it says that it is ready.
 * @throws StartError when it ends before or is not ready in time
 */
export async function startNodeChild(
  name: 'worker' | 'bot',
  env: NodeJS.ProcessEnv,
  onLine?: (line: string) => void,
): Promise<Child> {
  const child = await startChild({
    name,
    command: process.execPath,
    args: ['--import', 'tsx', `${name}/main.ts`],
    env,
    readyLine: `${name} ready`,
    onLine,
  });
  await untilReady(child, () => child.isReady(), readyWithinMs);
  return child;
}
