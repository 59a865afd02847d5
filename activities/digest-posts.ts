import { textMessage } from '../blocks/message.ts';
import { generalRoleHolders } from '../domain/people.ts';
import type { DueDigest } from '../domain/messages/due-digest.ts';
import { digestOf, reportOf } from '../questions/digest.ts';
import type { DigestSources } from '../questions/digest.ts';
import { holdersOf } from '../texts/role-holders.ts';
import { logSurroundings, surroundings } from '../texts/index.ts';
import type { Texts } from '../texts/index.ts';
import type { Post, Unpinged } from './slack/posts.ts';

export interface WordedSources extends DigestSources {
  readonly texts: Texts;
  readonly unpinged: Unpinged;
  /** The public URL of the web page, or null if it is not configured. */
  readonly page: URL | null;
}

/**
 * The digest or report for the release channel. Empty if it has been switched off. It
 * notifies nobody. Throws Temporal's errors and, for a report, those of the database.
 */
export async function digestPosts(due: DueDigest, sources: WordedSources): Promise<readonly Post[]> {
  const { settings, texts, unpinged } = sources;
  if (settings[due.kind] === null) return [];
  const text = await (due.kind === 'digest' ? digestText : reportText)(due, sources);
  const named = (await unpinged(text))(text);
  return [{ id: due.id, address: { to: 'everyone' }, message: textMessage(due.id, named, null, texts) }];
}

async function digestText(due: DueDigest, sources: WordedSources): Promise<string> {
  const { settings, texts, page } = sources;
  const digest = await digestOf(due.at, sources);
  const around = surroundings(settings, generalRoleHolders(settings), digest.locks);
  const holders = (release: Parameters<typeof holdersOf>[0]) => holdersOf(release, settings);
  return texts.regular.digest(digest, around, holders, page?.href ?? null);
}

async function reportText({ at }: DueDigest, sources: WordedSources): Promise<string> {
  const { settings, texts, page, releaseLog } = sources;
  if (releaseLog === null) return texts.releaseLog.none;
  const report = await reportOf(at, releaseLog, settings.release.calendar);
  return texts.regular.report(report, logSurroundings(settings), page?.href ?? null);
}
