import { ConfigError, configPath, loadSettings } from '../config/load-settings.ts';
import { forgetRunning, noteRunning } from '../config/embedded.ts';
import { mayActAsAnyone } from '../config/web-actors.ts';
import { died, livingChildren } from './child.ts';
import { healthOfEach } from './health-ports.ts';
import { interruption } from './interruption.ts';
import { startNodeChild } from './node-child.ts';
import { planServers, startServers } from './servers.ts';
import type { Plan } from './servers.ts';
import { StartError } from './start-error.ts';
import { welcome } from './welcome.ts';
import { actorsOf } from './workspace.ts';

/** Starts everything and watches it. @throws StartError or ConfigError if something cannot start or dies */
async function run(env: NodeJS.ProcessEnv): Promise<never> {
  const config = configPath(env);
  const settings = await loadSettings(config);
  const health = healthOfEach(env);
  const plan = await planServers(env);
  const started = await startServers(plan, settings, env);
  const children = { ...started.env, DOBROBOT_CONFIG: config };
  const actors = actsAsAnyone(plan, env) ? actorsOf(settings, started.slack) : [];
  await Promise.all([
    startNodeChild('worker', { ...children, ...health.worker }, logAs('worker')),
    ...(started.slack ? [startNodeChild('bot', { ...children, ...health.bot }, logAs('bot'))] : []),
    startNodeChild(
      'web',
      { ...children, ...health.web, DOBROBOT_WEB_ACTORS: actors.join(',') },
      logAs('web'),
    ),
  ]);
  if (plan.temporal) await noteRunning(children, plan.slack.kind === 'embedded' ? 'local' : 'other');
  console.log(welcome(plan, { ...started, actors }, settings, env));
  return Promise.race(
    livingChildren().map(async (child): Promise<never> => {
      throw died(child, await child.ended);
    }),
  );
}

/** Only if all servers are embedded and no one else can reach the page. */
function actsAsAnyone({ temporal, slack }: Plan, env: NodeJS.ProcessEnv): boolean {
  try {
    return temporal && slack.kind !== 'named' && mayActAsAnyone(env);
  } catch {
    // The web page reports why it does not start.
    return false;
  }
}

function logAs(name: string): (line: string) => void {
  return (line) => {
    console.log(line.startsWith('{') ? line : `${name.padEnd(6)} | ${line}`);
  };
}

function report(error: unknown): void {
  const isForPeople = error instanceof StartError || error instanceof ConfigError;
  console.error(isForPeople ? error.message : error);
}

let exitCode = 0;
try {
  await Promise.race([interruption(), run(process.env)]);
} catch (error) {
  report(error);
  exitCode = 1;
}
await forgetRunning(process.env);
// Web page, bot and worker first: they need the servers to finish what they are doing.
for (const child of livingChildren()) await child.stop();
process.exit(exitCode);
