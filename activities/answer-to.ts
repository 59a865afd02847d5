import { log } from '@temporalio/activity';
import { textMessage } from '../blocks/message.ts';
import type { Message } from '../blocks/message.ts';
import { offerButton } from '../blocks/offer.ts';
import { senderOf } from '../domain/messages/slack-sender.ts';
import type { AskedQuestion } from '../domain/messages/asked.ts';
import type { Undelivered } from '../domain/messages/slack-sender.ts';
import type { QuestionAnswer } from '../domain/messages/question-answer.ts';
import { questionIdOf } from '../domain/messages/workflows.ts';
import type { Incident } from '../domain/log/incident.ts';
import type { Settings } from '../domain/settings.ts';
import { answerQuestion } from '../questions/answer-question.ts';
import type { Sources } from '../questions/sources.ts';
import { logSurroundings, wordQuestion } from '../texts/index.ts';
import type { Texts } from '../texts/index.ts';
import type { TextsByReader } from '../texts/readers.ts';
import { textsAt } from './slack/posts.ts';
import type { Post } from './slack/posts.ts';

/** The answer to a question, if there is one to say; of an incident everyone hears, too. */
export async function answerTo(
  asked: AskedQuestion,
  texts: TextsByReader,
  sources: Sources,
): Promise<readonly Post[]> {
  const { question, actor, commandId, replyTo } = asked;
  const { settings, releaseLog } = sources;
  const address = { to: 'reply', user: actor, replyTo } as const;
  const id = questionIdOf(commandId);
  const found = await answerQuestion(question, commandId, sources).catch((error: unknown): QuestionAnswer => {
    // To ask again costs nothing, and an answer that comes much later is none.
    log.error('A question cannot be answered now', { error });
    return { type: 'trouble' };
  });
  const word = (own: Texts) => {
    const text = wordQuestion(found, own, settings);
    return text === null ? null : withOffer(textMessage(id, text, null, own), asked, own);
  };
  const message = word(await textsAt(address, texts));
  if (message === null) return [];
  const directly = async () => word(await texts.of(actor)) ?? message;
  const answer = { id, address, message, directly };
  const marks = question.type === 'incident' && releaseLog !== null;
  return marks ? [announced(asked, question.incident, settings, texts.everyone), answer] : [answer];
}

/** Below it the button that does what may be meant. */
function withOffer(message: Message, asked: AskedQuestion, own: Texts): Message {
  const offered = offeredBy(asked);
  const button = offered === null ? null : offerButton(offered, own.meantButton);
  return button === null ? message : { ...message, blocks: [...message.blocks, button] };
}

function offeredBy(asked: AskedQuestion): Undelivered | null {
  const { question } = asked;
  if (question.type === 'meant') return question.missed;
  const says = question.type === 'mistake' && 'says' in question.mistake ? question.mistake.says : null;
  return says === null ? null : { ...senderOf(asked), commandId: `${asked.commandId}:meant`, text: says };
}

function announced(
  { actor, commandId }: AskedQuestion,
  incident: Incident,
  settings: Settings,
  texts: Texts,
): Post {
  const id = `${questionIdOf(commandId)}:everyone`;
  const text = texts.releaseLog.incident(incident, actor, logSurroundings(settings));
  return { id, address: { to: 'everyone' }, message: textMessage(id, text, null, texts) };
}
