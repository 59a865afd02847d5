import { WebClient } from '@slack/web-api';
import { setupTroubles } from '../activities/setup-troubles.ts';
import { isSlackOff, slackAccess } from '../config/slack.ts';
import { webUrl } from '../config/web.ts';
import { reasonOf } from '../domain/reason-of.ts';
import type { Settings } from '../domain/settings.ts';
import { textsIn } from '../texts/index.ts';
import { doctorWords } from '../texts/doctor.ts';
import { plainText } from '../texts/plain-text.ts';
import { bySettings, diagnose, diagnoseBySettings, ok, wrong } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Known } from './in-force.ts';
import { diagnoseNudges } from './nudges.ts';
import { diagnoseOnCall } from './on-call.ts';
import { diagnoseSlackDoor } from './slack-door.ts';
import { usersWithoutReminders } from './unwilling.ts';

/**
 * Findings about Slack: the setup of the app, how Slack reaches it, and whom reminders reach. If Slack does not answer, only that. `known`
 * is null if no configuration is known.
 */
export async function diagnoseSlack(
  known: Known | null,
  env: NodeJS.ProcessEnv,
): Promise<readonly Diagnosis[]> {
  try {
    if (isSlackOff(env)) return [ok('Slack', doctorWords.noSlack)];
    const slack = clientFor(env);
    const setup = await bySettings('Slack', known, ({ settings }) => lookAtSetup(slack, settings, env));
    return [
      ...setup,
      ...(await diagnose('Slack door', () => diagnoseSlackDoor(slack, env))),
      ...(await diagnoseBySettings('nudges', known, (one) => lookAtReminded(one, slack, env))),
    ];
  } catch (error) {
    return [
      wrong(
        'Slack',
        reasonOf(error).includes('SLACK') ? reasonOf(error) : `${reasonOf(error)} (SLACK_BOT_TOKEN)`,
      ),
    ];
  }
}

function clientFor(env: NodeJS.ProcessEnv): WebClient {
  const { botToken, apiUrl } = slackAccess(env);
  return new WebClient(botToken, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 1 },
    timeout: 10_000,
  });
}

/** Checks the token, its scopes, the channels, and the people named in the settings. */
async function lookAtSetup(
  slack: WebClient,
  settings: Settings,
  env: NodeJS.ProcessEnv,
): Promise<readonly Diagnosis[]> {
  const troubles = await setupTroubles(slack, settings, webUrl(env));
  if (troubles.length === 0) return [ok('Slack', doctorWords.slack)];
  const { setup } = textsIn('en');
  return troubles.map((trouble) => wrong('Slack', plainText(setup.trouble(trouble))));
}

async function lookAtReminded(
  { settings, values }: Known,
  slack: WebClient,
  env: NodeJS.ProcessEnv,
): Promise<readonly Diagnosis[]> {
  const { now, findings } = await diagnoseOnCall(settings, slack, env);
  const unwilling = await usersWithoutReminders(env);
  return [...findings, ...(await diagnoseNudges({ settings: now, values, slack, unwilling }))];
}
