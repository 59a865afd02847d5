import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { unknownPerson } from './unknown-person.ts';

const slackbot = 'USLACKBOT';

/** Whether a user ID is that of a person who is still there: not a bot, not deactivated, not unknown. Throws if Slack does not answer. */
export async function isLivingPerson(slack: WebClient, user: string): Promise<boolean> {
  if (user === slackbot) return false;
  try {
    const { user: found } = await slack.users.info({ user });
    return found !== undefined && found.is_bot !== true && found.deleted !== true;
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError)) throw error;
    if (unknownPerson.includes(error.data.error)) return false;
    // An error that will not pass must not block the caller.
    console.warn(`Slack does not tell who ${user} is: ${error.data.error}`);
    return true;
  }
}
