import type { WebClient } from '@slack/web-api';
import { WebAPIPlatformError } from '@slack/web-api';
import { log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { homeView } from '../../blocks/home.ts';
import { generalRoleHolders } from '../../domain/people.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Texts } from '../../texts/index.ts';
import type { People } from '../people.ts';
import { StandingReleases } from '../questions/standing-releases.ts';
import { mayPass } from '../slack/may-pass.ts';
import { surroundings } from '../surroundings.ts';
import { homeOf } from './home-of.ts';

/** Shows a person their App Home. Throws Temporal's errors, and Slack's where trying again can help. */
export async function publishHome(
  user: string,
  settings: Settings,
  texts: Texts,
  people: People,
  client: Client,
  slack: WebClient,
): Promise<void> {
  const facts = await homeOf(user, settings, people, new StandingReleases(client));
  const around = surroundings(settings, generalRoleHolders(settings), facts.locks);
  try {
    await slack.views.publish({ user_id: user, view: homeView(facts, texts, around) });
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError) || mayPass.includes(error.data.error)) throw error;
    log.error('An App Home cannot be shown', { user, reason: error.data.error });
  }
}
