import type { KnownBlock } from '@slack/web-api';
import { z } from 'zod';
import { shorten } from '../texts/mrkdwn.ts';
import type { Undelivered } from '../domain/messages/slack-sender.ts';
import { fromJson } from '../domain/from-json.ts';
import { limits } from './limits.ts';

/** The button of an offer. */
export const offerAction = 'doItNow';

const missedWords = z.object({
  text: z.string(),
  actor: z.string(),
  via: z.string().nullable(),
  commandId: z.string(),
  channel: z.string().nullable(),
  saidAt: z.number().nullable(),
  replyTo: z.string(),
  ticket: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
}) satisfies z.ZodType<Undelivered>;

/** The button that has it done after all; null if it would carry too much. */
export function offerButton(missed: Undelivered, label: string): KnownBlock | null {
  const value = JSON.stringify(missed);
  if (value.length > limits.buttonValue) return null;
  const text = { type: 'plain_text', text: shorten(label, limits.button) } as const;
  return {
    type: 'actions',
    elements: [{ type: 'button', action_id: offerAction, text, style: 'primary', value }],
  };
}

/** What the button of an offer carries; null if the button is none of ours. */
export const readOffer = (value: string | undefined): Undelivered | null =>
  missedWords.safeParse(fromJson(value)).data ?? null;
