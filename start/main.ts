import { ConfigError, configPath, loadSettings } from '../config/load-settings.ts';
import { died, livingChildren } from './child.ts';
import { interruption } from './interruption.ts';
import { startNodeChild } from './node-child.ts';
import { planServers, startServers } from './servers.ts';
import { StartError } from './start-error.ts';
import { welcome } from './welcome.ts';

/** Starts everything and watches it. @throws StartError or ConfigError when something cannot start or has died */
async function run(env: NodeJS.ProcessEnv): Promise<never> {
  const config = configPath(env);
  const settings = await loadSettings(config);
  const plan = await planServers(env);
  const children = { ...(await startServers(plan, settings, env)), DOBROBOT_CONFIG: config };
  await Promise.all([
    startNodeChild('worker', children, logAs('worker')),
    startNodeChild('bot', children, logAs('bot')),
    startNodeChild('web', children, logAs('web')),
  ]);
  console.log(welcome(plan, settings, env));
  return Promise.race(
    livingChildren().map(async (child): Promise<never> => {
      throw died(child, await child.ended);
    }),
  );
}

function logAs(name: string): (line: string) => void {
  return (line) => {
    console.log(`${name.padEnd(6)} | ${line}`);
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
// Web page, bot and worker first: they finish what they have in hand with the servers' help.
for (const child of livingChildren()) await child.stop();
process.exit(exitCode);
