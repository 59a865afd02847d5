import type { KnownBlock } from '@slack/web-api';
import { shorten } from '../texts/mrkdwn.ts';
import { limits } from './limits.ts';

interface PlainButton {
  readonly action: string;
  readonly label: string;
  readonly primary?: true;
}

/** A row of buttons without a value, to go below a finished message. */
export const buttonRow = (...buttons: readonly PlainButton[]): KnownBlock => ({
  type: 'actions',
  elements: buttons.map(({ action, label, primary }) => ({
    type: 'button',
    action_id: action,
    text: { type: 'plain_text', text: shorten(label, limits.button) },
    ...(primary === undefined ? {} : { style: 'primary' as const }),
  })),
});
