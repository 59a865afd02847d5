import type { Client } from '@temporalio/client';
import { ask } from '../client/ask.ts';
import { send, signal } from '../client/dispatch.ts';
import { payloadOf } from '../client/payload-of.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import { isQuestion } from '../domain/command/command.ts';
import type { Command } from '../domain/command/command.ts';
import { parseCommand } from '../domain/command/parse-command.ts';
import { senderOf } from '../domain/messages/asked.ts';
import type { SlackSender } from '../domain/messages/asked.ts';
import type { CommandSignal } from '../domain/command/commands.ts';
import type { CommandPayload } from '../domain/messages/payload.ts';
import type { Question } from '../domain/messages/question.ts';
import type { Unreached } from '../domain/messages/unreached.ts';
import type { Settings } from '../domain/settings.ts';
import { questionOf } from '../domain/messages/question-of.ts';

/** Something that a person said to the bot. */
export interface Said extends SlackSender {
  /** Plain text, without the mention of the bot. */
  readonly text: string;
  readonly slash: boolean;
}

/**
 * Turns words into signals or a question; the answer comes from a workflow, always. Throws if Temporal did not take all of it: then
 * the words are to be delivered again, and what it did take does nothing a second time.
 */
export async function respond(said: Said, client: Client, settingsNow: SettingsSource): Promise<void> {
  const settings = await settingsNow();
  const { linkTemplate } = settings.tickets;
  const parsed = parseCommand(said.text, { linkTemplate, slash: said.slash });
  if (parsed.ok) await carryOut(parsed.command, said, client, settings);
  else await put({ type: 'mistake', mistake: parsed.mistake }, said, client);
}

async function carryOut(command: Command, said: Said, client: Client, settings: Settings): Promise<void> {
  if (isQuestion(command)) {
    const question = questionOf(command, said.actor, Math.floor(said.saidAt ?? Date.now()), settings);
    return put(question, said, client);
  }
  return answerUnreached(await send(client, settings, command, said), said, client);
}

const put = (question: Question, sender: SlackSender, client: Client): Promise<void> =>
  ask(client, { question, ...senderOf(sender) });

/** A click or a form: a command to one very release. */
export interface ReleaseOrder {
  readonly ticket: string;
  readonly signal: CommandSignal;
  readonly sender: SlackSender;
  readonly details: Partial<CommandPayload>;
}

/** Sends a command to a release; if none is open, says so. Throws as `respond` does. */
export async function sendToRelease(
  { ticket, signal: name, sender, details }: ReleaseOrder,
  client: Client,
): Promise<void> {
  const payload = { ...payloadOf(sender), ...details };
  const unreached = await signal(client, { to: 'release', ticket, signal: name, payload });
  await answerUnreached(unreached, sender, client);
}

/** No workflow answers a command that reached none. */
async function answerUnreached(
  unreached: Unreached | null,
  sender: SlackSender,
  client: Client,
): Promise<void> {
  if (unreached !== null) await put({ type: 'unreached', unreached }, sender, client);
}
