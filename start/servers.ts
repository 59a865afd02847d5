import { join } from 'node:path';
import { isNamed } from '../config/secret.ts';
import { usualWebPort } from '../config/web.ts';
import type { Settings } from '../domain/settings.ts';
import { hasEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { findEmbeddedSlack, startEmbeddedSlack } from './embedded-slack.ts';
import { startEmbeddedTemporal } from './embedded-temporal.ts';
import { claimPorts, freePort, portOf, type PortUse } from './ports.ts';
import { homeFolder, without } from './project.ts';
import { StartError } from './start-error.ts';
import { findTemporalCli } from './temporal-binaries.ts';
import { workspaceOf } from './workspace.ts';

const loopback = '127.0.0.1';
export const temporalPort: PortUse = {
  what: 'Temporal',
  variable: 'DOBROBOT_TEMPORAL_PORT',
  usual: 7233,
  host: loopback,
};
export const temporalUiPort: PortUse = {
  what: 'the Temporal Web UI',
  variable: 'DOBROBOT_TEMPORAL_UI_PORT',
  usual: 8233,
  host: loopback,
};
/** On all interfaces: the emulator cannot be told otherwise. */
export const slackPort: PortUse = { what: 'the Slack page', variable: 'DOBROBOT_SLACK_PORT', usual: 3800 };
export const webPort = {
  what: 'the web page',
  variable: 'DOBROBOT_WEB_PORT',
  usual: usualWebPort,
} as const satisfies PortUse;

/** What the environment leaves to us. */
export interface Plan {
  readonly temporal: boolean;
  /** Path of the emulator, or null: a real Slack. */
  readonly slack: string | null;
  /** The database of the release log: `none` where it is not named and none can be embedded. */
  readonly database: 'named' | 'embedded' | 'none';
}

/** @throws StartError when the environment names half a Slack, or none where none can be embedded */
export async function planServers(env: NodeJS.ProcessEnv): Promise<Plan> {
  return { temporal: !env['TEMPORAL_ADDRESS'], slack: await planSlack(env), database: planDatabase(env) };
}

function planDatabase(env: NodeJS.ProcessEnv): Plan['database'] {
  if (isNamed('DATABASE_URL', env)) return 'named';
  return hasEmbeddedPostgres() ? 'embedded' : 'none';
}

async function planSlack(env: NodeJS.ProcessEnv): Promise<string | null> {
  const hasToken = isNamed('SLACK_BOT_TOKEN', env);
  const hasDoor = isNamed('SLACK_APP_TOKEN', env) || isNamed('SLACK_SIGNING_SECRET', env);
  if (hasToken && hasDoor) return null;
  if (hasToken || hasDoor) {
    const missing = hasToken ? 'SLACK_APP_TOKEN' : 'SLACK_BOT_TOKEN';
    throw new StartError(
      `${missing} is missing: a real Slack takes both tokens (SLACK_SIGNING_SECRET instead of the second, for HTTP), the embedded one neither.`,
    );
  }
  const embedded = await findEmbeddedSlack();
  if (embedded !== null) return embedded;
  throw new StartError(
    [
      'The embedded Slack is for Linux on x64 only; here dobrobot needs a real workspace:',
      '1. https://api.slack.com/apps, "Create New App", "From a manifest": paste slack-manifest.yaml, then install it.',
      '2. Set SLACK_BOT_TOKEN (OAuth & Permissions) and SLACK_APP_TOKEN (Basic Information, App-Level Tokens, scope connections:write).',
    ].join('\n'),
  );
}

/**
 * Starts what the plan has, and resolves to the environment in which worker, bot and web page find all of it.
 * @throws StartError when a port is taken or a server does not come up
 */
export async function startServers(
  plan: Plan,
  settings: Settings,
  env: NodeJS.ProcessEnv,
): Promise<NodeJS.ProcessEnv> {
  const ports = [
    ...(plan.temporal ? [temporalPort, temporalUiPort] : []),
    ...(plan.slack === null ? [] : [slackPort]),
    { ...webPort, host: env['DOBROBOT_WEB_HOST'] || loopback },
  ];
  await claimPorts(ports, env);
  const [temporal, slack, postgres] = await Promise.all([
    plan.temporal ? startTemporal(env) : undefined,
    plan.slack === null ? undefined : startSlack(plan.slack, settings, env),
    plan.database === 'embedded' ? startPostgres(env) : undefined,
  ]);
  return {
    ...(temporal ? without(env, 'TEMPORAL') : env),
    ...temporal?.env,
    ...(temporal && { TEMPORAL_UI_URL: `http://localhost:${portOf(temporalUiPort, env)}` }),
    ...slack?.env,
    ...postgres?.env,
  };
}

function startSlack(binary: string, settings: Settings, env: NodeJS.ProcessEnv) {
  return startEmbeddedSlack({
    binary,
    port: portOf(slackPort, env),
    workspace: workspaceOf(settings),
    configFile: join(homeFolder(env), 'slack.yaml'),
  });
}

/** Releases need no log: where PostgreSQL does not come up, everything else does. */
async function startPostgres(env: NodeJS.ProcessEnv) {
  try {
    return await startEmbeddedPostgres({
      folder: join(homeFolder(env), 'postgresql'),
      port: await freePort(),
    });
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.warn(`There will be no release log. ${error.message}`);
    return undefined;
  }
}

async function startTemporal(env: NodeJS.ProcessEnv) {
  return startEmbeddedTemporal({
    cli: await findTemporalCli(env),
    port: portOf(temporalPort, env),
    uiPort: portOf(temporalUiPort, env),
    dbFile: join(homeFolder(env), 'temporal.db'),
    namespace: namespaceOf(env),
  });
}

export function namespaceOf(env: NodeJS.ProcessEnv): string {
  return env['TEMPORAL_NAMESPACE'] || 'default';
}
