import { Actions, BlockCollection, Button } from 'slack-block-builder';
import type { KnownBlock } from '@slack/web-api';
import { z } from 'zod';
import { fromJson } from '../domain/from-json.ts';
import type { ReleaseCard } from '../domain/messages/notice.ts';
import { stepsOf } from '../domain/release/steps.ts';
import type { Texts } from '../texts/index.ts';
import { shorten } from '../texts/mrkdwn.ts';
import { commandButton, targetOf } from './command-button.ts';
import { limits } from './limits.ts';
import { textMessage } from './message.ts';
import type { Message } from './message.ts';

/** The check that somebody says is not bad because of this release. `release` is its key. */
export interface NotOursTarget {
  readonly release: string;
  readonly check: string;
}

const target = z.object({ release: z.string(), check: z.string() }) satisfies z.ZodType<NotOursTarget>;

export const notOursAction = 'watch:notOurs';

/** Says that a check is bad, with buttons to roll back, while that is possible, and to say that the release is not the cause. */
export function badMessage(
  id: string,
  text: string,
  check: string,
  card: ReleaseCard,
  texts: Texts,
): Message {
  const { text: plain, blocks } = textMessage(id, text, null, texts);
  const value: NotOursTarget = { release: card.key, check };
  const rollback = stepsOf(card).filter((step) => step === 'depRollback');
  const row = Actions({ blockId: `${id}.buttons` }).elements([
    ...rollback.map((step) => commandButton(step, targetOf(card, card.key), texts)),
    Button({
      actionId: notOursAction,
      text: shorten(texts.watch.notOurs, limits.button),
      value: JSON.stringify(value),
    }),
  ]);
  return { text: plain, blocks: [...blocks, ...(BlockCollection(row) as unknown as KnownBlock[])] };
}

/** The target of a click on the button; null if the button is not ours. */
export const readNotOursButton = (value: string | undefined): NotOursTarget | null =>
  target.safeParse(fromJson(value)).data ?? null;
