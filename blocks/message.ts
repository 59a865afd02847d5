import type { KnownBlock } from '@slack/web-api';
import { Actions, BlockCollection, Section } from 'slack-block-builder';
import { stepsOf } from '../domain/release/steps.ts';
import type { Step } from '../domain/release/steps.ts';
import { cut, split } from '../texts/mrkdwn.ts';
import type { Surroundings, Texts } from '../texts/index.ts';
import type { ReleaseCard } from '../domain/messages/notice.ts';
import { componentsChoice } from './choose-components.ts';
import type { ComponentsChoice } from './choose-components.ts';
import { commandButton, targetOf } from './command-button.ts';
import type { ButtonTarget } from './command-button.ts';
import { limits } from './limits.ts';
import { truncated } from './truncated.ts';

/** A message as posted to Slack. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** The buttons below a text, and the release they act on. */
export interface StepButtons {
  readonly target: ButtonTarget;
  readonly steps: readonly Step[];
}

/** A message whose first block has the ID `id`, so that it can be found again. Truncates the text; `splitText` splits a long one first. */
export function textMessage(
  id: string,
  text: string,
  buttons: StepButtons | null,
  texts: Texts,
  choice: ComponentsChoice | null = null,
): Message {
  const parts = split(cut(text, limits.message), limits.section).slice(0, limits.blocks - 2);
  const sections = parts.map((part, index) =>
    Section({ blockId: index === 0 ? id : `${id}.${index}`, text: part }),
  );
  const list = choice === null ? [] : componentsChoice(choice);
  return message(text, [...sections, ...list, ...stepRow(id, buttons, texts)]);
}

/** The most messages that one text becomes. */
const mostParts = 3;

/** Splits a text into at most `mostParts` messages. Truncates the rest, with a link to the page that shows everything, if there is one. */
export function splitText(text: string, texts: Texts, page: URL | null): readonly string[] {
  const parts = split(text, limits.message);
  if (parts.length <= mostParts) return parts;
  const tail = texts.cutOff(page === null ? null : page.href);
  const last = split(parts[mostParts - 1] ?? '', limits.message - tail.length - 1)[0] ?? '';
  return [...parts.slice(0, mostParts - 1), `${last.trimEnd()}\n${tail}`];
}

export const cardIdOf = (release: string): string => `card:${release}`;

/** The most blocks for tickets in a card, so that the card stays one message. */
const mostDetails = 5;

/** The card of a release: its status and the buttons for what can be done next. */
export function cardMessage(card: ReleaseCard, texts: Texts, around: Surroundings): Message {
  const id = cardIdOf(card.key);
  const { text, headline, details, fields } = texts.card(card, around);
  const parts = details === '' ? [] : split(details, limits.section).slice(0, mostDetails);
  const cells = fields.map(({ name, value }) => cut(`*${name}*\n${value}`, limits.field));
  return message(text, [
    Section({ blockId: id, text: cut(headline, limits.section) }),
    ...(cells.length === 0
      ? []
      : [Section({ blockId: `${id}.fields` }).fields(cells.slice(0, limits.fields))]),
    ...parts.map((part, index) => Section({ blockId: `${id}.items.${index}`, text: part })),
    ...stepRow(id, { target: targetOf(card, card.key), steps: stepsOf(card) }, texts),
  ]);
}

function stepRow(id: string, buttons: StepButtons | null, texts: Texts) {
  if (buttons === null || buttons.steps.length === 0) return [];
  const { target, steps } = buttons;
  return [
    Actions({ blockId: `${id}.buttons` }).elements(steps.map((step) => commandButton(step, target, texts))),
  ];
}

const message = (text: string, blocks: Parameters<typeof BlockCollection>): Message =>
  truncated({ text, blocks: plainBlocks(BlockCollection(...blocks)) }, limits.message);

/** The builder's types are loose; tests check its output against Slack's limits. */
const plainBlocks = (blocks: ReturnType<typeof BlockCollection>): KnownBlock[] =>
  blocks as unknown as KnownBlock[];
