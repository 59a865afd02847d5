import { log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { textMessage } from '../../blocks/message.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Texts } from '../../texts/index.ts';
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
): Promise<Post | null> {
  const { question, actor, commandId, replyTo } = asked;
  const address = { to: 'reply', user: actor, replyTo } as const;
  const id = questionIdOf(commandId);
  const word = async (own: Texts) => {
    const text = await wordAnswer(question, commandId, settings, own, new StandingReleases(client)).catch(
      (error: unknown) => {
        // To ask again costs nothing, and an answer that comes much later is none.
        log.error('A question cannot be answered now', { error });
        return own.trouble;
      },
    );
    return text === null ? null : textMessage(id, text, null, own);
  };
  const message = await word(await textsAt(address, texts));
  if (message === null) return null;
  return { id, address, message, directly: async () => (await word(await texts.of(actor))) ?? message };
}
