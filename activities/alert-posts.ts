import { createHash } from 'node:crypto';
import { textMessage } from '../blocks/message.ts';
import type { AlertsTold } from '../domain/messages/hooks.ts';
import type { Settings } from '../domain/settings.ts';
import { answerQuestion } from '../questions/answer-question.ts';
import type { AnswerSources } from '../questions/sources.ts';
import { logSurroundings, wordQuestion } from '../texts/index.ts';
import type { Texts } from '../texts/index.ts';
import type { Post } from './slack/posts.ts';

/**
 * The message about an incident and its suspects. It replaces the message shown before. Editing a message
 * notifies nobody, so the end of an incident is also posted in its thread. Throws Temporal's errors.
 */
export async function alertPosts(
  { incident, shown, since, ends }: AlertsTold,
  settings: Settings,
  texts: Texts,
  sources: AnswerSources,
): Promise<readonly Post[]> {
  const [only = null, ...others] = incident.components;
  const component = others.length === 0 ? only : null;
  const found = await answerQuestion({ type: 'blame', at: incident.at, component }, incident.id, sources);
  const suspects = wordQuestion(found, texts, settings);
  const text = texts.alerts.incident(incident, logSurroundings(settings));
  const id = postId(incident.id, incident.version);
  const settles = shown === null ? {} : { settles: { id: postId(incident.id, shown), since } };
  const message = textMessage(id, [text, ...(suspects === null ? [] : [suspects])].join('\n'), null, texts);
  const told: Post = { id, address: { to: 'everyone' }, message, ...settles };
  if (!ends || shown === null) return [told];
  const endId = `${id}:end`;
  const posts = [id, postId(incident.id, shown)];
  const end = textMessage(endId, texts.alerts.ended(incident), null, texts);
  return [told, { id: endId, address: { to: 'threadOf', posts, since }, message: end }];
}

/** Hashed, because Slack limits the length of block IDs. */
const postId = (incident: string, version: number): string =>
  `alerts:${createHash('sha256').update(incident).digest('hex').slice(0, 32)}:${version}`;
