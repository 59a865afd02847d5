import { messageLink } from '../domain/log/message-link.ts';
import type { Settings } from '../domain/settings.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import { linksOfItems, webLink, withWebLinks } from './links.ts';
import type { StoryAnswer } from './wire.ts';

/** More events than any release has. */
const mostEvents = 5000;

/** The whole story of a release; null if the log does not know its key. Throws the database's errors. */
export async function storyAnswer(
  releaseLog: ReleaseLog,
  settings: Settings,
  key: string,
  temporalLink: (ticket: string) => string | null,
): Promise<StoryAnswer | null> {
  const [release, events, card, workspace] = await Promise.all([
    releaseLog.release(key),
    releaseLog.events({ releaseKey: key }, mostEvents),
    releaseLog.cardLink(key),
    releaseLog.workspace(),
  ]);
  if (release === null) return null;
  return {
    release: withWebLinks(release),
    events: events
      .map((event) => ({ ...withWebLinks(event), message: webLink(messageLink(workspace, event)) }))
      .sort((a, b) => (a.n ?? 0) - (b.n ?? 0)),
    links: {
      items: linksOfItems(release, settings),
      slack: webLink(card),
      temporal: temporalLink(release.ticket),
    },
  };
}
