import { botUserId } from '../../start/embedded-slack.ts';
import { shipping, type Company, type Person } from './company.ts';
import { eventually } from './eventually.ts';
import type { SlackMessage } from './slack.ts';

interface Block {
  readonly type: string;
  readonly block_id: string;
  readonly text?: { readonly text: string };
  readonly fields?: readonly { readonly text: string }[];
  readonly elements?: readonly {
    readonly action_id: string;
    readonly value: string;
    readonly text: { readonly text: string };
    readonly confirm?: object;
  }[];
}

/** A button in a message. It can be clicked even if the message no longer shows it. */
export interface ButtonFound {
  readonly channel: string;
  readonly messageTs: string;
  readonly label: string;
  readonly asksFirst: boolean;
  readonly action: Readonly<Record<string, string>>;
}

/** A message of the bot as people see it. */
export interface Seen {
  readonly ts: string;
  readonly thread: string | null;
  readonly text: string;
  readonly headline: string;
  /** The fields of a card, by name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly buttons: readonly ButtonFound[];
  readonly isCard: boolean;
}

function seen(channel: string, message: SlackMessage): Seen {
  const { ts, text = '' } = message;
  const blocks = (message.blocks ?? []) as readonly Block[];
  const fields = blocks.flatMap((block) => block.fields ?? []).map((field) => field.text.split('\n'));
  const buttons = blocks.flatMap(({ block_id, elements = [] }) =>
    elements.map(({ action_id, value, text: label, confirm }): ButtonFound => ({
      channel,
      messageTs: ts,
      label: label.text,
      asksFirst: confirm !== undefined,
      action: { type: 'button', action_id, block_id, value },
    })),
  );
  return {
    ts,
    thread: message.thread_ts ?? null,
    text,
    headline: blocks[0]?.text?.text ?? '',
    fields: Object.fromEntries(
      fields.map(([name = '', ...value]) => [name.replaceAll('*', ''), value.join('\n')]),
    ),
    buttons,
    isCard: blocks[0]?.block_id.startsWith('card:') === true,
  };
}

/** The bot's messages in a channel: public ones, or with `reader` those that only this person sees. */
export async function messagesOf(
  company: Company,
  channel: string,
  reader?: Person,
): Promise<readonly Seen[]> {
  return (await company.slack.messages(channel))
    .filter(({ user, ephemeral_to: only }) => user === botUserId && only === reader)
    .map((message) => seen(channel, message));
}

/** The cards of a ticket, oldest first. */
export async function cardsOf(company: Company, ticket: string): Promise<readonly Seen[]> {
  const about = new RegExp(`\\b${ticket}\\b`);
  return (await messagesOf(company, shipping)).filter(
    ({ isCard, headline }) => isCard && about.test(headline),
  );
}

/** Resolves to the last card of a ticket once it shows this stage. */
export const untilCard = (company: Company, ticket: string, stage: RegExp): Promise<Seen> =>
  eventually(async () => {
    const card = (await cardsOf(company, ticket)).at(-1);
    if (card === undefined || !stage.test(card.text)) {
      throw new Error(`The card of ${ticket} is ${JSON.stringify(card?.text)}`);
    }
    return card;
  });

/** Resolves to the first direct message to a user that has this button and matches. */
export const untilAsked = (
  company: Company,
  user: Person,
  says: RegExp,
  label: string,
): Promise<ButtonFound> =>
  eventually(async () => {
    const messages = await messagesOf(company, await company.slack.dm(user));
    return buttonOf(
      messages.find(({ text, buttons }) => says.test(text) && buttons.some((b) => b.label === label)),
      label,
    );
  });

export function buttonOf(message: Seen | undefined, label: string): ButtonFound {
  const found = message?.buttons.find((button) => button.label === label);
  if (found === undefined) throw new Error(`There is no button ${label} in ${JSON.stringify(message)}`);
  return found;
}

export const click = (
  company: Company,
  user: Person,
  { channel, messageTs, action }: ButtonFound,
): Promise<void> => company.slack.interact(channel, messageTs, user, action);

/** Resolves to the ephemeral messages for this person in the release channel, once there are `count`. */
export const untilToldAlone = (company: Company, user: Person, count: number): Promise<readonly string[]> =>
  eventually(async () => {
    const told = (await messagesOf(company, shipping, user)).map(({ text }) => text);
    if (told.length !== count) throw new Error(`${user} reads ${JSON.stringify(told)}`);
    return told;
  });
