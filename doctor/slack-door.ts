import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { isNamed, readSecret } from '../config/secret.ts';
import { slackDoor } from '../config/slack.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { doorWords } from '../texts/doctor-slack.ts';
import { ok, wrong } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';

/** The form of a signing secret, as Slack shows it in an app's basic information. */
const signingSecretForm = /^[0-9a-f]{32}$/;

/** How Slack reaches the bot, if the bot's variables are set here. `slackApiUrl` is Slack's address. */
export async function diagnoseSlackDoor(
  { slackApiUrl }: WebClient,
  env: NodeJS.ProcessEnv,
): Promise<readonly Diagnosis[]> {
  if (!isNamed('SLACK_APP_TOKEN', env) && !isNamed('SLACK_SIGNING_SECRET', env)) return [];
  try {
    const door = slackDoor(env);
    return [
      'appToken' in door
        ? await lookAtSocket(
            new WebClient(door.appToken, { slackApiUrl, retryConfig: { retries: 1 }, timeout: 10_000 }),
          )
        : lookAtSigning(door.signingSecret, env),
    ];
  } catch (error) {
    return [wrong('Slack door', reasonOf(error))];
  }
}

/** Opens a socket URL, without connecting to it. */
async function lookAtSocket(slack: WebClient): Promise<Diagnosis> {
  try {
    await slack.apps.connections.open({});
    return ok('Slack door', doorWords.socket);
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError)) throw error;
    return wrong('Slack door', doorWords.socketRefused(error.data.error));
  }
}

/** Checks the form only. Whether the secret is right shows with the first request from Slack. */
function lookAtSigning(secret: string, env: NodeJS.ProcessEnv): Diagnosis {
  if (secret === readSecret('SLACK_CLIENT_SECRET', env)) return wrong('Slack door', doorWords.clientSecret);
  return signingSecretForm.test(secret)
    ? ok('Slack door', doorWords.signing)
    : wrong('Slack door', doorWords.noSigningSecret);
}
