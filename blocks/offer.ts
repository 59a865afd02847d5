import type { KnownBlock } from '@slack/web-api';
import { offerAction } from '../workflows/names.ts';
import type { Missed } from '../workflows/names.ts';

/** Slack's limit for what a button carries, in characters. */
const longestValue = 2000;

/** The button that has it done after all; null if it would carry too much. */
export function offerButton(missed: Missed, text: string): KnownBlock | null {
  const value = JSON.stringify(missed);
  if (value.length > longestValue) return null;
  return {
    type: 'actions',
    elements: [
      { type: 'button', action_id: offerAction, text: { type: 'plain_text', text }, style: 'primary', value },
    ],
  };
}

/** What the button of an offer carries. */
export const readOffer = (value: string): Missed => JSON.parse(value) as Missed;
