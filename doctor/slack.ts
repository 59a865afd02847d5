import { WebClient } from '@slack/web-api';
import { setupTroubles } from '../activities/setup-troubles.ts';
import { isSlackOff, slackAccess } from '../config/slack.ts';
import { webUrl } from '../config/web.ts';
import { reasonOf } from '../domain/reason-of.ts';
import type { Settings } from '../domain/settings.ts';
import { textsIn } from '../texts/index.ts';
import { doctorWords } from '../texts/doctor.ts';
import { plainText } from '../texts/plain-text.ts';
import { ok, wrong } from './finding.ts';
import type { Finding } from './finding.ts';

/** The token, its scopes, the release channel, and those whom the settings name. */
export async function lookAtSlack(settings: Settings, env: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  try {
    if (isSlackOff(env)) return [ok('Slack', doctorWords.noSlack)];
    const { botToken, apiUrl } = slackAccess(env);
    const slack = new WebClient(botToken, {
      ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
      retryConfig: { retries: 1 },
      timeout: 10_000,
    });
    const troubles = await setupTroubles(slack, settings, webUrl(env));
    if (troubles.length === 0) return [ok('Slack', doctorWords.slack)];
    const { setup } = textsIn('en');
    return troubles.map((trouble) => wrong('Slack', plainText(setup.trouble(trouble))));
  } catch (error) {
    return [
      wrong(
        'Slack',
        reasonOf(error).includes('SLACK') ? reasonOf(error) : `${reasonOf(error)} (SLACK_BOT_TOKEN)`,
      ),
    ];
  }
}
