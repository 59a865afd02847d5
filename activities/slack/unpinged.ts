import type { WebClient } from '@slack/web-api';
import { mentionedIn, withoutPings } from '../../texts/mrkdwn.ts';
import { SlackNames } from '../../texts/slack-names.ts';
import type { Unpinged } from './posts.ts';

/** See `Unpinged`: uses people's names in Slack. */
export function unpingedIn(slack: WebClient): Unpinged {
  const names = new SlackNames(slack);
  return async (text) => {
    const known = await names.of(mentionedIn(text));
    return (markup) => withoutPings(markup, known);
  };
}
