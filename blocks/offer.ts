import type { KnownBlock } from '@slack/web-api';
import { z } from 'zod';
import { shorten } from '../texts/mrkdwn.ts';
import type { MissedCommand } from '../domain/messages/slack-sender.ts';
import { fromJson } from '../domain/from-json.ts';
import { limits } from './limits.ts';

/** The action ID of an offer's button. */
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
}) satisfies z.ZodType<MissedCommand>;

/** A button that carries out a missed command after all; null if its value would be too long. */
export function offerButton(missed: MissedCommand, label: string): KnownBlock | null {
  const value = JSON.stringify(missed);
  if (value.length > limits.buttonValue) return null;
  const text = { type: 'plain_text', text: shorten(label, limits.button) } as const;
  return {
    type: 'actions',
    elements: [{ type: 'button', action_id: offerAction, text, style: 'primary', value }],
  };
}

/** The missed command behind an offer's button, or null if the button is not ours. */
export const readOffer = (value: string | undefined): MissedCommand | null =>
  missedWords.safeParse(fromJson(value)).data ?? null;
