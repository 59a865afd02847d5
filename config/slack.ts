import { readPort } from './port.ts';
import { isNamed, readSecret } from './secret.ts';

/** How to reach Slack. */
export interface SlackAccess {
  readonly botToken: string;
  /** Undefined for Slack itself. */
  readonly apiUrl: string | undefined;
}

/** Whether `DOBROBOT_SLACK` turns Slack off. Throws if it is neither on nor off. */
export function isSlackOff(env: NodeJS.ProcessEnv): boolean {
  const text = env['DOBROBOT_SLACK'] || 'on';
  if (text === 'on' || text === 'off') return text === 'off';
  throw new Error(`DOBROBOT_SLACK is ${JSON.stringify(text)}, which is neither on nor off.`);
}

/** Reads `SLACK_BOT_TOKEN` and `SLACK_API_URL`. Throws an error that names what is missing. */
export function slackAccess(env: NodeJS.ProcessEnv): SlackAccess {
  const apiUrl = env['SLACK_API_URL'];
  return {
    botToken: required(env, 'SLACK_BOT_TOKEN', 'xoxb-…'),
    apiUrl: apiUrl === undefined || apiUrl === '' ? undefined : apiUrl.replace(/\/?$/, '/'),
  };
}

/** Messages a second that Slack accepts in a channel, from `SLACK_MESSAGES_PER_SECOND`. Throws an error that names what is wrong. */
export function messagesPerSecond(env: NodeJS.ProcessEnv): number {
  const text = env['SLACK_MESSAGES_PER_SECOND'] || '1';
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new Error(`SLACK_MESSAGES_PER_SECOND is "${text}", which is not a number above 0.`);
}

/** How Slack reaches the bot: by Socket Mode or by HTTP requests. */
export type SlackDoor =
  { readonly appToken: string } | { readonly signingSecret: string; readonly port: number };

const usualPort = 3000;

/** Reads `SLACK_APP_TOKEN`, else `SLACK_SIGNING_SECRET` and `DOBROBOT_HTTP_PORT`. Throws an error that names what is missing or wrong. */
export function slackDoor(env: NodeJS.ProcessEnv): SlackDoor {
  const signingSecret = readSecret('SLACK_SIGNING_SECRET', env);
  if (isNamed('SLACK_APP_TOKEN', env) || signingSecret === null) {
    return { appToken: required(env, 'SLACK_APP_TOKEN', 'xapp-…, or for HTTP SLACK_SIGNING_SECRET') };
  }
  const text = env['DOBROBOT_HTTP_PORT'] || String(usualPort);
  const port = readPort(text);
  if (port === null) {
    throw new Error(`DOBROBOT_HTTP_PORT is "${text}", which is not a port from 1 to 65535.`);
  }
  return { signingSecret, port };
}

function required(env: NodeJS.ProcessEnv, name: string, form: string): string {
  const value = readSecret(name, env);
  if (value === null) {
    throw new Error(
      `${name} (${form}) is not set, nor ${name}_FILE. docs/slack.md says how to get it; DOBROBOT_SLACK=off runs worker and web page without Slack.`,
    );
  }
  return value;
}
