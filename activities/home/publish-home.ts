import type { WebClient } from '@slack/web-api';
import { WebAPIPlatformError } from '@slack/web-api';
import { log } from '@temporalio/activity';
import { homeView } from '../../blocks/home.ts';
import type { PreferencesShown } from '../../blocks/preferences.ts';
import { generalRoleHolders } from '../../domain/people.ts';
import type { Texts } from '../../texts/index.ts';
import { mayPass } from '../slack/may-pass.ts';
import { surroundings } from '../../texts/index.ts';
import { homeOf } from './home-of.ts';
import type { HomeSources } from './home-of.ts';

/** Publishes a person's App Home. Throws Temporal's errors, and Slack's if a retry can help. */
export async function publishHome(
  sources: HomeSources,
  own: PreferencesShown,
  texts: Texts,
  slack: WebClient,
): Promise<void> {
  const { user, settings } = sources;
  const facts = await homeOf(sources);
  const around = surroundings(settings, generalRoleHolders(settings), facts.locks);
  try {
    await slack.views.publish({ user_id: user, view: homeView(facts, own, texts, around) });
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError) || mayPass.includes(error.data.error)) throw error;
    log.error('An App Home cannot be shown', { user, reason: error.data.error });
  }
}
