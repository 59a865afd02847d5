import { join } from 'node:path';
import { homeFolder } from '../config/home.ts';
import { isNamed } from '../config/secret.ts';
import { isSlackOff } from '../config/slack.ts';
import { usualWebPort } from '../config/web.ts';
import { reasonOf } from '../domain/reason-of.ts';
import type { Settings } from '../domain/settings.ts';
import { hasEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { findEmbeddedSlack, startEmbeddedSlack } from './embedded-slack.ts';
import { startEmbeddedTemporal } from './embedded-temporal.ts';
import { reservePorts, freePort, portOf, type PortUse } from './ports.ts';
import { without } from './project.ts';
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
/** Listens on all interfaces: the emulator has no option for that. */
export const slackPort: PortUse = { what: 'the Slack page', variable: 'DOBROBOT_SLACK_PORT', usual: 3800 };
export const webPort = {
  what: 'the web page',
  variable: 'DOBROBOT_WEB_PORT',
  usual: usualWebPort,
} as const satisfies PortUse;

/** `embedded` has the path of the emulator; `none`: the environment turns Slack off, or none can be embedded here. */
export type SlackPlan =
  | { readonly kind: 'named' }
  | { readonly kind: 'embedded'; readonly binary: string }
  | { readonly kind: 'none'; readonly asked: boolean };

/** Which servers we have to start. */
export interface Plan {
  readonly temporal: boolean;
  readonly slack: SlackPlan;
  /** The database of the release log. `none`: it is not named and cannot be embedded. */
  readonly database: 'named' | 'embedded' | 'none';
}

/** @throws StartError if the variables for Slack are incomplete */
export async function planServers(env: NodeJS.ProcessEnv): Promise<Plan> {
  return { temporal: !env['TEMPORAL_ADDRESS'], slack: await planSlack(env), database: planDatabase(env) };
}

function planDatabase(env: NodeJS.ProcessEnv): Plan['database'] {
  if (isNamed('DATABASE_URL', env)) return 'named';
  return hasEmbeddedPostgres() ? 'embedded' : 'none';
}

async function planSlack(env: NodeJS.ProcessEnv): Promise<SlackPlan> {
  if (slackIsOff(env)) return { kind: 'none', asked: true };
  const hasToken = isNamed('SLACK_BOT_TOKEN', env);
  const hasDoor = isNamed('SLACK_APP_TOKEN', env) || isNamed('SLACK_SIGNING_SECRET', env);
  if (hasToken && hasDoor) return { kind: 'named' };
  if (hasToken || hasDoor) {
    const missing = hasToken ? 'SLACK_APP_TOKEN' : 'SLACK_BOT_TOKEN';
    throw new StartError(
      `${missing} is missing: a real Slack takes both tokens (SLACK_SIGNING_SECRET instead of the second, for HTTP), the embedded one neither.`,
    );
  }
  const binary = await findEmbeddedSlack();
  return binary === null ? { kind: 'none', asked: false } : { kind: 'embedded', binary };
}

function slackIsOff(env: NodeJS.ProcessEnv): boolean {
  try {
    return isSlackOff(env);
  } catch (error) {
    throw new StartError((error as Error).message);
  }
}

/** The result of starting the servers. */
export interface Started {
  /** The environment in which worker, bot and web page find them. */
  readonly env: NodeJS.ProcessEnv;
  /** Whether there is a Slack. */
  readonly slack: boolean;
}

/**
 * Starts the servers of the plan.
 * @throws StartError if a port is taken or a server does not come up
 */
export async function startServers(plan: Plan, settings: Settings, env: NodeJS.ProcessEnv): Promise<Started> {
  const ports = [
    ...(plan.temporal ? [temporalPort, temporalUiPort] : []),
    ...(plan.slack.kind === 'embedded' ? [slackPort] : []),
    { ...webPort, host: env['DOBROBOT_WEB_HOST'] || loopback },
  ];
  await reservePorts(ports, env);
  const [temporal, slack, postgres] = await Promise.all([
    plan.temporal ? startTemporal(env) : undefined,
    plan.slack.kind === 'embedded' ? startSlack(plan.slack.binary, settings, env) : undefined,
    plan.database === 'embedded' ? startPostgres(env) : undefined,
  ]);
  const hasSlack = plan.slack.kind === 'named' || slack !== undefined;
  return {
    env: {
      ...(temporal ? without(env, 'TEMPORAL') : env),
      ...temporal?.env,
      ...(temporal && { TEMPORAL_UI_URL: `http://localhost:${portOf(temporalUiPort, env)}` }),
      ...(hasSlack ? slack?.env : { DOBROBOT_SLACK: 'off' }),
      ...postgres?.env,
    },
    slack: hasSlack,
  };
}

/** Optional: page and terminal take every command, too. */
async function startSlack(binary: string, settings: Settings, env: NodeJS.ProcessEnv) {
  try {
    return await startEmbeddedSlack({
      binary,
      port: portOf(slackPort, env),
      workspace: workspaceOf(settings),
      configFile: join(homeFolder(env), 'slack.yaml'),
    });
  } catch (error) {
    const [reason = ''] = reasonOf(error).split('\n');
    console.log(`The local Slack does not come up here: ${reason}`);
    return undefined;
  }
}

/** Optional: releases need no log. */
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
