import type { Client } from '@temporalio/client';
import { ask } from '../client/ask.ts';
import { sendCommand, signal } from '../client/dispatch.ts';
import { payloadOf } from '../client/payload-of.ts';
import type { PersonsOrder } from '../client/errands.ts';
import { changes, isQuestion } from '../domain/command/command.ts';
import type { Command, ParseResult } from '../domain/command/command.ts';
import { parseCommand } from '../domain/command/parse-command.ts';
import { grammarOf } from '../domain/command/grammar-of.ts';
import { senderOf } from '../domain/messages/slack-sender.ts';
import type { SlackSender, MissedCommand } from '../domain/messages/slack-sender.ts';
import type { CommandSignal } from '../domain/command/commands.ts';
import type { CommandPayload } from '../domain/messages/payload.ts';
import type { Question } from '../domain/messages/question.ts';
import type { Unreached } from '../domain/messages/unreached.ts';
import type { Settings } from '../domain/settings.ts';
import { asFirstSpan } from '../health/command-trace.ts';
import { questionOf } from '../domain/messages/question-of.ts';
import { isDirect, privatelyIn } from './said-in.ts';

/** Something that a user said to the bot. */
export interface Said extends MissedCommand {
  readonly slash: boolean;
  /** Whether the user has confirmed that it is meant. Absent: they were not asked. */
  readonly sure?: boolean;
}

/** What carrying out a command depends on. */
export interface CommandDependencies {
  readonly client: Client;
  readonly settings: Settings;
  /** Whether a user can take over a release: an active human member of the workspace. Throws if Slack does not answer. */
  readonly isPerson: (user: string) => Promise<boolean>;
}

export const readSaid = ({ text, ticket, slash, sure = false }: Said, settings: Settings): ParseResult =>
  parseCommand(text, { ...grammarOf(settings, { slash, ticket: ticket ?? null }), sure });

/**
 * Turns words into signals or a question. The answer always comes from a workflow. Throws if Temporal did not take everything: then the
 * words must be redelivered, and what was taken already does nothing a second time.
 */
export async function respond(said: Said, doing: CommandDependencies): Promise<void> {
  const { commandId, actor, channel } = said;
  const from = { 'enduser.id': actor, ...(channel === null ? {} : { 'slack.channel': channel }) };
  await asFirstSpan(commandId, from, () => respondTo(said, doing));
}

async function respondTo(said: Said, doing: CommandDependencies): Promise<void> {
  const parsed = readSaid(said, doing.settings);
  if (parsed.ok) await carryOut(parsed.command, said, doing);
  else await put({ type: 'mistake', mistake: parsed.mistake }, said, doing.client);
}

/**
 * Answers questions. For a command that changes something, asks privately whether it is meant instead of carrying it out. Ignores anything
 * else that is not a slip in a command: it was not said to the bot. `changed`: the message was edited.
 */
export async function askWhether(said: Said, changed: boolean, doing: CommandDependencies): Promise<void> {
  const { client, settings } = doing;
  const parsed = readSaid(said, settings);
  const privately = { ...said, commandId: `${said.commandId}:asked`, replyTo: privatelyTo(said) };
  const wonder = (missed: MissedCommand) =>
    put(
      {
        type: 'meant',
        missed: { ...senderOf(missed), text: missed.text, ticket: missed.ticket ?? null },
        changed,
      },
      privately,
      client,
    );
  if (parsed.ok) return changes(parsed.command) ? wonder(said) : carryOut(parsed.command, said, doing);
  const { mistake } = parsed;
  if ('says' in mistake) {
    if (mistake.says !== null) await wonder({ ...said, text: mistake.says, ticket: null });
  } else if ('command' in mistake && !isQuestion({ type: mistake.command } as Command)) {
    await put({ type: 'mistake', mistake }, privately, client);
  }
}

/** The address of a private answer. */
export function privatelyTo({ channel, replyTo }: SlackSender): string {
  return channel === null || isDirect(channel) ? replyTo : privatelyIn(channel);
}

async function carryOut(
  command: Command,
  said: Said,
  { client, settings, isPerson }: CommandDependencies,
): Promise<void> {
  if (isQuestion(command)) {
    const question = questionOf(command, said.actor, Math.floor(said.saidAt ?? Date.now()), settings);
    return put(question, said, client);
  }
  if (command.type === 'handover' && !(await isPerson(command.user))) {
    const { ticket, user } = command;
    return put({ type: 'mistake', mistake: { code: 'notAPerson', ticket, user } }, said, client);
  }
  return sendOrder(command, said, client, settings);
}

/** Sends a command that changes something, and reports if it reaches no workflow. Throws as `respond` does. */
export const sendOrder = async (
  order: PersonsOrder,
  sender: SlackSender,
  client: Client,
  settings: Settings,
): Promise<void> => answerUnreached(await sendCommand(client, settings, order, sender), sender, client);

const put = async (question: Question, sender: SlackSender, client: Client): Promise<void> => {
  await ask(client, { question, ...senderOf(sender) });
};

/** A click or a form: a command to one particular release. */
export interface ReleaseOrder {
  readonly ticket: string;
  readonly signal: CommandSignal;
  readonly sender: SlackSender;
  readonly details: Partial<CommandPayload>;
}

/** Sends a command to a release, and reports if none is open. Throws as `respond` does. */
export async function sendToRelease(
  { ticket, signal: name, sender, details }: ReleaseOrder,
  client: Client,
): Promise<void> {
  const payload = { ...payloadOf(sender), ...details };
  await asFirstSpan(sender.commandId, { 'enduser.id': sender.actor }, async () => {
    const unreached = await signal(client, { to: 'release', ticket, signal: name, payload, open: true });
    await answerUnreached(unreached, sender, client);
  });
}

/** No workflow answers a command that reached none, so this does. */
async function answerUnreached(
  unreached: Unreached | null,
  sender: SlackSender,
  client: Client,
): Promise<void> {
  if (unreached !== null) await put({ type: 'unreached', unreached }, sender, client);
}
