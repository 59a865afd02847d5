import { log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { textMessage } from '../../blocks/message.ts';
import type { Settings } from '../../domain/settings.ts';
import type { ReleaseLog } from '../../log/release-log.ts';
import type { TextsByReader } from '../../texts/readers.ts';
import { questionIdOf } from '../../workflows/names.ts';
import type { Asked } from '../../workflows/names.ts';
import { textsAt } from '../slack/posts.ts';
import type { Post } from '../slack/posts.ts';
import { StandingReleases } from './standing-releases.ts';
import { wordAnswer } from './word-answer.ts';

/** The answer to a question, as a post; null where there is nothing to say. */
export async function answerTo(
  asked: Asked,
  settings: Settings,
  texts: TextsByReader,
  client: Client,
  releaseLog: ReleaseLog | null,
): Promise<Post | null> {
  const { question, actor, commandId, replyTo } = asked;
  const address = { to: 'reply', user: actor, replyTo } as const;
  const own = await textsAt(address, texts);
  const releases = new StandingReleases(client);
  const text = await wordAnswer(question, commandId, settings, own, releases, releaseLog).catch(
    (error: unknown) => {
      // To ask again costs nothing, and an answer that comes much later is none.
      log.error('A question cannot be answered now', { error });
      return own.trouble;
    },
  );
  if (text === null) return null;
  const id = questionIdOf(commandId);
  return { id, address, message: textMessage(id, text, null, own) };
}
