import { textMessage } from '../../blocks/message.ts';
import { offerButton } from '../../blocks/offer.ts';
import { grammarOf } from '../../domain/command/grammar-of.ts';
import { parseCommand } from '../../domain/command/parse-command.ts';
import type { Settings } from '../../domain/settings.ts';
import type { TextsByReader } from '../../texts/readers.ts';
import { offeredWords } from '../../texts/typed-words.ts';
import type { MissedCommand } from '../../domain/messages/slack-sender.ts';
import type { Releases } from '../../client/releases.ts';
import { textsAt } from '../slack/posts.ts';
import type { Address, Post } from '../slack/posts.ts';
import { wasTaken } from './was-taken.ts';

/** After a long absence nobody wants to read more than this many. The newest are offered. */
const mostOffers = 5;

/**
 * Offers back the commands that were missed in one channel, in order. If there are too many, a first post
 * says how many older ones are left out. Text that is not a command is skipped. Throws Temporal's errors.
 */
export async function offersOf(
  missed: readonly MissedCommand[],
  settings: Settings,
  texts: TextsByReader,
  releases: Releases,
): Promise<readonly Post[]> {
  const open: MissedCommand[] = [];
  for (const one of missed) {
    const parsed = parseCommand(one.text, grammarOf(settings, { slash: false, ticket: one.ticket ?? null }));
    if (parsed.ok && !(await wasTaken(parsed.command, one.commandId, settings, releases))) open.push(one);
  }
  const offered = await Promise.all(open.slice(-mostOffers).map((one) => offerOf(one, texts)));
  const lastLeftOut = open.at(-mostOffers - 1);
  if (lastLeftOut === undefined) return offered;
  return [await leftOut(lastLeftOut, open.length - mostOffers, texts), ...offered];
}

async function offerOf(missed: MissedCommand, texts: TextsByReader): Promise<Post> {
  const { text, actor, commandId, saidAt, replyTo } = missed;
  const address: Address = { to: 'reply', user: actor, replyTo };
  const own = await textsAt(address, texts);
  const button = offerButton(missed, own.offerButton);
  const agoMs = Date.now() - (saidAt ?? 0);
  const offer = own.offer(actor, offeredWords(text), agoMs);
  const id = `offer:${commandId}`;
  const words = button === null ? `${offer} ${own.sayAgain}` : offer;
  const message = textMessage(id, words, null, own);
  return {
    id,
    address,
    message: { ...message, blocks: [...message.blocks, ...(button === null ? [] : [button])] },
  };
}

async function leftOut(
  { actor, commandId, channel }: MissedCommand,
  count: number,
  texts: TextsByReader,
): Promise<Post> {
  const id = `left-out:${commandId}`;
  const address: Address = { to: 'reply', user: actor, replyTo: channel ?? actor };
  const own = await textsAt(address, texts);
  return { id, address, message: textMessage(id, own.leftOut(count), null, own) };
}
