import type { SettingsSource } from '../config/settings-source.ts';
import type { Command } from '../domain/command/command.ts';
import { criticalOf } from '../domain/components.ts';
import { iso } from '../domain/iso.ts';
import { senderOf } from '../domain/messages/asked.ts';
import type { Sender } from '../domain/messages/asked.ts';
import { freezeEndOf } from '../domain/command/moment.ts';
import { parseCommand } from '../domain/command/parse-command.ts';
import type { Question } from '../domain/messages/question.ts';
import type { CommandPayload, CommandSignal, LockCommandSignal } from '../domain/messages/payload.ts';
import type { Settings } from '../domain/settings.ts';
import { logQuestion } from './log-question.ts';
import type { Releases } from './releases.ts';

/** Something that a person said to the bot. */
export interface Said extends Sender {
  /** Plain text, without the mention of the bot. */
  readonly text: string;
  readonly slash: boolean;
}

interface Context {
  readonly releases: Releases;
  readonly settings: Settings;
}

/**
 * Turns words into signals or a question; the answer comes from a workflow, always. Throws if Temporal did not take all of it: then
 * the words are to be delivered again, and what it did take does nothing a second time.
 */
export async function respond(said: Said, releases: Releases, settingsNow: SettingsSource): Promise<void> {
  const settings = await settingsNow();
  const { linkTemplate } = settings.tickets;
  const parsed = parseCommand(said.text, { linkTemplate, slash: said.slash });
  if (parsed.ok) await carryOut(parsed.command, said, { releases, settings });
  else await ask({ type: 'mistake', mistake: parsed.mistake }, said, releases);
}

async function carryOut(command: Command, said: Said, { releases, settings }: Context): Promise<void> {
  switch (command.type) {
    case 'help':
    case 'queue':
    case 'status':
      return ask(command, said, releases);
    case 'log':
    case 'blame':
    case 'incident':
    case 'stats':
      return ask(logQuestion(command, saidAtOrNow(said), settings), said, releases);
    case 'request':
      return releases.request(command.ticket, { ...payloadOf(said), ...optionsOf(command.options) });
    case 'freeze':
    case 'unfreeze':
    case 'unlock':
      return commandLock(command, said, { releases, settings });
    default:
      return signal(command, said, releases);
  }
}

const ask = (question: Question, sender: Sender, releases: Releases): Promise<void> =>
  releases.ask({ question, ...senderOf(sender) });

async function signal(
  command: Extract<Command, { type: CommandSignal }>,
  said: Said,
  releases: Releases,
): Promise<void> {
  const reason = 'reason' in command && command.reason !== null ? { reason: command.reason } : {};
  const user = 'user' in command ? { user: command.user } : {};
  const details = { ...reason, ...user };
  return sendCommand({ ticket: command.ticket, signal: command.type, sender: said, details }, releases);
}

/** A command to a release, complete as it is. */
export interface Order {
  readonly ticket: string;
  readonly signal: CommandSignal;
  readonly sender: Sender;
  readonly details: Partial<CommandPayload>;
}

/** Sends a command to a release; if none is open, says so. Throws as `respond` does. */
export async function sendCommand(
  { ticket, signal: name, sender, details }: Order,
  releases: Releases,
): Promise<void> {
  if (await releases.command(ticket, name, { ...payloadOf(sender), ...details })) return;
  await ask({ type: 'nothingOpen', ticket }, sender, releases);
}

async function commandLock(
  command: Extract<Command, { type: LockCommandSignal }>,
  said: Said,
  { releases, settings }: Context,
): Promise<void> {
  const { components } = settings;
  const { component } = command;
  const critical = criticalOf(components);
  const everything = component === 'all' && command.type !== 'unlock';
  if (!everything && !critical.includes(component)) {
    return ask({ type: 'noLock', component }, said, releases);
  }
  const payload = { ...payloadOf(said), ...detailsOf(command, said, settings) };
  const names = everything ? critical : [component];
  // Who speaks of it is to be one that has something to lift.
  const frozen = everything && command.type === 'unfreeze' ? await releases.frozenOf(names) : null;
  const speaker = frozen ?? names[0];
  const told = await Promise.all(
    names.map((name) => {
      const all = everything ? ({ all: name === speaker ? 'first' : 'other' } as const) : {};
      return releases.lockCommand(name, command.type, { ...payload, ...all });
    }),
  );
  if (!told.every((found) => found)) await ask({ type: 'lockAway' }, said, releases);
}

function detailsOf(
  command: Extract<Command, { type: LockCommandSignal }>,
  said: Said,
  { release: { calendar } }: Settings,
): Partial<CommandPayload> {
  if (command.type === 'unfreeze') return {};
  const { reason } = command;
  if (command.type === 'unlock' || command.end === null) return { reason };
  return { reason, until: iso(freezeEndOf(command.end, saidAtOrNow(said), Date.now(), calendar.timezone)) };
}

/** Epoch ms; of what was said by no message, now. */
const saidAtOrNow = ({ saidAt }: Said): number => Math.floor(saidAt ?? Date.now());

export const payloadOf = ({ actor, via, commandId, channel, saidAt, replyTo }: Sender): CommandPayload => ({
  actor,
  commandId,
  replyTo,
  ...(via === null ? {} : { via }),
  ...(channel === null ? {} : { channel }),
  ...(saidAt === null ? {} : { saidAt }),
});

export function optionsOf(
  options: Extract<Command, { type: 'request' }>['options'],
): Partial<CommandPayload> {
  const { wikiLink, noNeedAdmin, hotfix, components } = options;
  return {
    noNeedAdmin,
    hotfix,
    ...(wikiLink === null ? {} : { wikiLink }),
    ...(components === null ? {} : { components }),
  };
}
