import { activityInfo, log } from '@temporalio/activity';
import { QueryNotRegisteredError } from '@temporalio/client';
import { splitText, textMessage } from '../blocks/message.ts';
import type { Message } from '../blocks/message.ts';
import { offerButton } from '../blocks/offer.ts';
import { welcomeMessage } from '../blocks/welcome.ts';
import { senderOf } from '../domain/messages/slack-sender.ts';
import type { AskedQuestion } from '../domain/messages/asked-question.ts';
import type { SlackSender, MissedCommand } from '../domain/messages/slack-sender.ts';
import type { QuestionAnswer } from '../domain/messages/question-answer.ts';
import { questionIdOf } from '../domain/messages/workflows.ts';
import type { Incident } from '../domain/log/incident.ts';
import type { Settings } from '../domain/settings.ts';
import { answerQuestion } from '../questions/answer-question.ts';
import type { AnswerSources } from '../questions/sources.ts';
import { logSurroundings, wordQuestion } from '../texts/index.ts';
import type { Texts } from '../texts/index.ts';
import type { TextsByReader } from '../texts/readers.ts';
import { textsAt } from './slack/posts.ts';
import type { Post } from './slack/posts.ts';

/**
 * The posts that answer a question. None if there is nothing to say, or nobody
 * waits for an answer in Slack. An incident is also announced to everyone.
 */
export async function postAnswer(
  asked: AskedQuestion,
  texts: TextsByReader,
  sources: AnswerSources,
  page: URL | null,
): Promise<readonly Post[]> {
  const { question, replyTo } = asked;
  const { settings, releaseLog } = sources;
  const answers = replyTo === null ? [] : await answersTo({ ...asked, replyTo }, texts, sources, page);
  const marks =
    question.type === 'incident' && releaseLog !== null && (answers.length > 0 || replyTo === null);
  return marks ? [announced(asked, question.incident, settings, texts.everyone), ...answers] : answers;
}

/** Attempts to find out what became of a command: about three minutes in all. */
const patience = 10;

type AskedHere = AskedQuestion & SlackSender;

async function answersTo(
  asked: AskedHere,
  texts: TextsByReader,
  sources: AnswerSources,
  page: URL | null,
): Promise<readonly Post[]> {
  const { question, actor, commandId, replyTo } = asked;
  const { settings } = sources;
  const address = { to: 'reply', user: actor, replyTo } as const;
  const id = questionIdOf(commandId);
  const found = await answerQuestion(question, commandId, sources).catch((error: unknown): QuestionAnswer => {
    // Retried, because nothing else reports what became of a command. It may have been answered before,
    // if Slack delivers it twice. A workflow that is stuck never answers, so that is not retried.
    const isStuck = error instanceof QueryNotRegisteredError;
    if (question.type === 'unreached' && !isStuck && activityInfo().attempt < patience) throw error;
    // Not retried: asking again is cheap, and an answer that comes much later is useless.
    log.error('A question cannot be answered now', { error });
    return { type: 'trouble' };
  });
  const word = (own: Texts): readonly Message[] => {
    if (found.type === 'mistake' && found.mistake.code === 'greeting') return [welcomeMessage(id, own)];
    const text = wordQuestion(found, own, settings);
    const parts = text === null ? [] : splitText(text, own, page);
    const all = parts.map((part, n) => textMessage(partId(id, n), part, null, own));
    return all.map((message, n) => (n === all.length - 1 ? withOffer(message, asked, own) : message));
  };
  const messages = word(await textsAt(address, texts));
  return messages.map((message, n): Post => {
    const directly = async () => word(await texts.of(actor))[n] ?? message;
    return { id: partId(id, n), about: aboutIn(found, question), address, message, directly };
  });
}

/** The ticket of the one release that an answer is about; null if there is none. */
function aboutIn(found: QuestionAnswer, question: AskedQuestion['question']): string | null {
  if (found.type === 'status') return found.release?.status.ticket ?? null;
  const named = question.type === 'log' ? (question.subject?.ticket ?? null) : null;
  return found.type === 'log' && found.subject === named ? named : null;
}

const partId = (id: string, n: number): string => (n === 0 ? id : `${id}:${n + 1}`);

/** Adds the button that runs the command the user probably meant. */
function withOffer(message: Message, asked: AskedHere, own: Texts): Message {
  const offered = offeredBy(asked);
  const button = offered === null ? null : offerButton(offered, own.meantButton);
  return button === null ? message : { ...message, blocks: [...message.blocks, button] };
}

function offeredBy(asked: AskedHere): MissedCommand | null {
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
