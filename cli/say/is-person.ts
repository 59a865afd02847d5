import { isNamed } from '../../config/secret.ts';
import { isSlackOff, slackAccess } from '../../config/slack.ts';
import { reasonOf } from '../../domain/reason-of.ts';
import { words } from '../../texts/cli-say.ts';
import { NotReachable } from './way.ts';

/** Whether a user ID is that of an active person in the workspace; true without Slack. Throws `NotReachable` if Slack does not say. */
export async function isPerson(user: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (isSlackOff(env) || !isNamed('SLACK_BOT_TOKEN', env)) return true;
  // Loaded here because few commands need it and it loads slowly.
  const [{ WebClient }, { isLivingPerson }] = await Promise.all([
    import('@slack/web-api'),
    import('../../slack/living-person.ts'),
  ]);
  try {
    const { botToken, apiUrl } = slackAccess(env);
    const slack = new WebClient(botToken, {
      ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
      retryConfig: { retries: 1 },
      timeout: 10_000,
    });
    return await isLivingPerson(slack, user);
  } catch (error) {
    throw new NotReachable(words.noSlack(user, reasonOf(error)), { cause: error });
  }
}
