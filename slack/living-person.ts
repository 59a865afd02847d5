import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { unknownPerson } from './unknown-person.ts';

const slackbot = 'USLACKBOT';

/** Whether a user ID is that of a living person: no bot, nobody who has left, nobody unknown. Throws if Slack does not tell. */
export async function isLivingPerson(slack: WebClient, user: string): Promise<boolean> {
  if (user === slackbot) return false;
  try {
    const { user: found } = await slack.users.info({ user });
    return found !== undefined && found.is_bot !== true && found.deleted !== true;
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError)) throw error;
    if (unknownPerson.includes(error.data.error)) return false;
    // What Slack will never tell must not hold up who knows better.
    console.warn(`Slack does not tell who ${user} is: ${error.data.error}`);
    return true;
  }
}
