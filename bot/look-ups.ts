import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { readAbout } from '../blocks/about-ticket.ts';
import { readTicketKey } from '../domain/command/ticket-key.ts';
import { keyInWords } from '../domain/command/tickets-spoken-of.ts';

const mostThreads = 1000;

/** Finds the ticket that the message above a thread is about; null if that message is not ours, or is about none or several tickets. */
export function ticketsUnder(
  slack: WebClient,
  linkTemplates: () => Promise<readonly string[]>,
): (channel: string, thread: string) => Promise<string | null> {
  const known = new LRUCache<string, string>({ max: mostThreads });
  return async (channel, thread) => {
    const key = `${channel}:${thread}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const above = await messageAt(slack, channel, thread);
    const ticket = ticketInMessage(above, await linkTemplates());
    if (ticket !== null) known.set(key, ticket);
    return ticket;
  };
}

/** The message above a thread; undefined if Slack does not show it. */
async function messageAt(slack: WebClient, channel: string, ts: string): Promise<Shown | undefined> {
  try {
    const { messages } = await slack.conversations.replies({ channel, ts, limit: 1 });
    return messages?.find((message) => message.ts === ts);
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError)) throw error;
    console.warn(`Slack does not show the message above a thread: ${error.data.error}`);
    return undefined;
  }
}

const button = z.object({ ticket: z.string(), release: z.string() });

/** The IDs of our blocks: those of a card or of a message about a release. */
const ours = /^(?:card:)?[0-9a-f]{16}(?:[:.]|$)/;

interface Shown {
  readonly text?: string | undefined;
  readonly bot_id?: string | undefined;
  readonly blocks?: readonly ShownBlock[] | undefined;
}

interface ShownBlock {
  readonly block_id?: string | undefined;
  readonly text?: { readonly text?: string | undefined } | undefined;
}

/** The first key in a card's headline. The card of an ended release has no buttons to read it from. */
function ticketOfCard(blocks: readonly ShownBlock[], linkTemplates: readonly string[]): string | null {
  const headline = blocks.find(({ block_id: id }) => id?.startsWith('card:') === true)?.text?.text ?? '';
  const [, key = ''] = /\*(?:<[^|>]*\|)?([^|>*,]+)/.exec(headline) ?? [];
  return readTicketKey(key, linkTemplates);
}

/**
 * Reads the ticket from where it is noted, else from the buttons, else from the card's headline, else from the links that earlier versions
 * posted, or from the keys in the text if their tracker has no addresses.
 */
export function ticketInMessage(message: Shown | undefined, linkTemplates: readonly string[]): string | null {
  const { blocks = [], text = '' } = message ?? {};
  const noted = blocks.flatMap(({ block_id: id = '' }) => readAbout(id).ticket ?? []);
  if (noted.length === 0 && !blocks.some(({ block_id: id }) => id !== undefined && ours.test(id)))
    return null;
  const values = JSON.stringify(blocks).match(/"value":"(?:[^"\\]|\\.)*"/g) ?? [];
  const onButtons = values.flatMap((value) => buttonTicket(value.slice('"value":'.length)));
  const named = [...noted, ...onButtons];
  const card = named.length > 0 ? null : ticketOfCard(blocks, linkTemplates);
  if (card !== null) return card;
  const linked = [...text.matchAll(/<(https?:[^|<>]*)\|([^<>]*)>/g)].flatMap(([, url = '', label = '']) => {
    const ticket =
      readTicketKey(label, linkTemplates) ?? readTicketKey(url.replaceAll('&amp;', '&'), linkTemplates);
    return ticket === null ? [] : [ticket];
  });
  const inWords = () =>
    (text.match(keyInWords) ?? []).flatMap((key) => readTicketKey(key, linkTemplates) ?? []);
  const [ticket = null, another] = new Set([named, linked].find(({ length }) => length > 0) ?? inWords());
  return another === undefined ? ticket : null;
}

function buttonTicket(value: string): readonly string[] {
  try {
    const read = button.safeParse(JSON.parse(JSON.parse(value) as string));
    return read.success ? [read.data.ticket] : [];
  } catch {
    return [];
  }
}
