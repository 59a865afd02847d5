import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { log } from '@temporalio/activity';
import { textMessage } from '../blocks/message.ts';
import type { LinkedRelease } from '../domain/messages/linked-release.ts';
import type { SharedLinks } from '../domain/messages/shared-links.ts';
import type { Settings } from '../domain/settings.ts';
import { linkedRelease } from '../questions/linked-release.ts';
import type { AnswerSources } from '../questions/sources.ts';
import { surroundings } from '../texts/index.ts';
import type { Texts } from '../texts/index.ts';
import { holdersOf } from '../texts/role-holders.ts';
import { mayPass } from './slack/may-pass.ts';
import type { Unpinged } from './slack/posts.ts';

interface LinkSources extends Pick<AnswerSources, 'releases' | 'releaseLog' | 'settings' | 'onLogAway'> {
  readonly texts: Texts;
  readonly unpinged: Unpinged;
}

/** Shows the state of a release below each link to it, and notifies nobody. Throws Temporal's errors, and Slack's if a retry can help. */
export async function unfurlLinks(
  { channel, ts, links }: SharedLinks,
  slack: WebClient,
  sources: LinkSources,
): Promise<void> {
  const { settings, texts, unpinged } = sources;
  const unfurls: Record<string, Pick<ReturnType<typeof textMessage>, 'blocks'>> = {};
  for (const { url, releaseKey } of links) {
    const found = await linkedRelease(releaseKey, sources);
    if (found === null) continue;
    const text = wordsOf(found, texts, settings);
    const { blocks } = textMessage(`link:${releaseKey}`, (await unpinged(text))(text), null, texts);
    unfurls[url] = { blocks };
  }
  if (Object.keys(unfurls).length === 0) return;
  try {
    await slack.chat.unfurl({ channel, ts, unfurls });
  } catch (error) {
    // The app lacks the scope, or the message is gone. There is nobody to notify.
    if (!(error instanceof WebAPIPlatformError) || mayPass.includes(error.data.error)) throw error;
    log.warn('Slack does not show what links lead to', { channel, reason: error.data.error });
  }
}

function wordsOf(
  { release, askedAt, startedAt, brokenOff }: LinkedRelease,
  texts: Texts,
  settings: Settings,
): string {
  const around = surroundings(settings, holdersOf(release, settings), []);
  if (brokenOff) return texts.brokenOff(release, around);
  return texts.shown(
    { ...release, ...{ askedAt, startedAt, wikiLink: null, noNeedAdmin: false, items: [] } },
    around,
  );
}
