import type { SettingsSource } from '../config/settings-source.ts';
import { DateTime } from 'luxon';
import type { Command, FreezeEnd } from '../domain/command.ts';
import { parseCommand } from '../domain/parse-command.ts';
import type { CommandPayload, CommandSignal, LockCommandSignal } from '../domain/release/payload.ts';
import { isEnd } from '../domain/stage.ts';
import type { Settings } from '../domain/settings.ts';
import { ticketLink } from '../domain/ticket-key.ts';
import { textsIn } from '../texts/index.ts';
import type { Surroundings, Texts } from '../texts/index.ts';
import { plainOf } from '../texts/mrkdwn.ts';
import type { LastRelease, Releases } from './releases.ts';

/** Something that a person said to the bot. */
export interface Said {
  /** As Slack sends it, without the mention of the bot. */
  readonly text: string;
  readonly slash: boolean;
  readonly actor: string;
  /** The same for every delivery of the same words. */
  readonly commandId: string;
  /** Where the workflow's answer goes, as `CommandPayload` has it. */
  readonly replyTo: string;
}

interface Context {
  readonly releases: Releases;
  readonly settings: Settings;
  readonly texts: Texts;
}

/**
 * Turns words into a signal or a query. Returns what the bot itself has to answer, null where the workflow does.
 * Throws if a signal could not be sent: then nothing happened, and the words are to be delivered again.
 */
export async function respond(
  said: Said,
  releases: Releases,
  settingsNow: SettingsSource,
): Promise<string | null> {
  const settings = await settingsNow();
  const context = { releases, settings, texts: textsIn(settings.language) };
  const { linkTemplate } = settings.tickets;
  const parsed = parseCommand(said.text, { linkTemplate, slash: said.slash });
  return parsed.ok ? carryOut(parsed.command, said, context) : context.texts.mistake(parsed.mistake);
}

async function carryOut(command: Command, said: Said, context: Context): Promise<string | null> {
  const { texts } = context;
  switch (command.type) {
    case 'help':
      return texts.help(command.topic);
    case 'queue':
      return orTrouble(() => queue(command.component, context), texts);
    case 'status':
      return orTrouble(() => status(command.ticket, context), texts);
    case 'request':
      await context.releases.request(command.ticket, { ...payloadOf(said), ...optionsOf(command.options) });
      return null;
    case 'freeze':
    case 'unfreeze':
    case 'unlock':
      return commandLock(command, said, context);
    default:
      return signal(command, said, context);
  }
}

async function signal(
  command: Extract<Command, { type: CommandSignal }>,
  said: Said,
  context: Context,
): Promise<string | null> {
  const reason = 'reason' in command && command.reason !== null ? { reason: plainOf(command.reason) } : {};
  const user = 'user' in command ? { user: command.user } : {};
  const payload = { ...payloadOf(said), ...reason, ...user };
  return send({ ticket: command.ticket, signal: command.type, payload }, context);
}

/** A command to a release, complete as it is. */
export interface Order {
  readonly ticket: string;
  readonly signal: CommandSignal;
  readonly payload: CommandPayload & { readonly commandId: string };
}

/** Sends a command that nobody had to type. Returns and throws as `respond` does. */
export async function sendCommand(
  order: Order,
  releases: Releases,
  settingsNow: SettingsSource,
): Promise<string | null> {
  const settings = await settingsNow();
  return send(order, { releases, settings, texts: textsIn(settings.language) });
}

async function send({ ticket, signal: name, payload }: Order, context: Context): Promise<string | null> {
  if (await context.releases.command(ticket, name, payload)) return null;
  return orTrouble(() => nothingOpen(ticket, payload, context), context.texts);
}

/** A command for which there is no open release; null if it was carried out before that ended, and is only delivered again. */
async function nothingOpen(
  ticket: string,
  { commandId }: Order['payload'],
  context: Context,
): Promise<string | null> {
  const release = await context.releases.last(ticket);
  return release?.seen.includes(commandId) === true ? null : standingOf(ticket, release, context);
}

async function commandLock(
  command: Extract<Command, { type: LockCommandSignal }>,
  said: Said,
  { releases, texts, settings }: Context,
): Promise<string | null> {
  const { components } = settings;
  const critical = Object.keys(components).filter((name) => components[name]?.critical === true);
  const everything = command.component === 'all' && command.type !== 'unlock';
  if (!everything && !Object.hasOwn(components, command.component)) {
    return texts.noSuchComponent(command.component, Object.keys(components));
  }
  if (!everything && !critical.includes(command.component)) return texts.noLock(command.component);
  const payload = { ...payloadOf(said), ...detailsOf(command, settings) };
  const names = everything ? critical : [command.component];
  const told = await Promise.all(
    names.map((name, index) => {
      const all = everything ? ({ all: index === 0 ? 'first' : 'other' } as const) : {};
      return releases.lockCommand(name, command.type, { ...payload, ...all });
    }),
  );
  return told.every((found) => found) ? null : texts.trouble;
}

function detailsOf(
  command: Extract<Command, { type: LockCommandSignal }>,
  settings: Settings,
): Partial<CommandPayload> {
  if (command.type === 'unfreeze') return {};
  const reason = plainOf(command.reason);
  if (command.type === 'unlock' || command.end === null) return { reason };
  return { reason, until: new Date(endOf(command.end, settings.release.calendar.timezone)).toISOString() };
}

/** The instant, in epoch ms, that people mean: so much later, or the next such time of day. */
function endOf(end: FreezeEnd, timezone: string): number {
  const now = DateTime.now().setZone(timezone);
  if ('afterMs' in end) return now.toMillis() + end.afterMs;
  const [hour, minute] = end.at.split(':').map(Number);
  const today = now.set({ hour: hour ?? 0, minute: minute ?? 0, second: 0, millisecond: 0 });
  return (today > now ? today : today.plus({ days: 1 })).toMillis();
}

const payloadOf = ({ actor, commandId, replyTo }: Said): Order['payload'] => ({
  actor,
  commandId,
  replyTo,
  via: 'slack',
});

function optionsOf(options: Extract<Command, { type: 'request' }>['options']): Partial<CommandPayload> {
  const { wikiLink, noNeedAdmin, hotfix, components } = options;
  return {
    noNeedAdmin,
    hotfix,
    ...(wikiLink === null ? {} : { wikiLink }),
    ...(components === null ? {} : { components }),
  };
}

const surroundings = (
  { people, tickets, release }: Settings,
  locks: Surroundings['locks'],
): Surroundings => ({
  approvers: people.approvers,
  admins: people.admins,
  linkOf: (ticket) => ticketLink(ticket, tickets.linkTemplate),
  locks,
  timezone: release.calendar.timezone,
  now: Date.now(),
});

const status = async (ticket: string, context: Context): Promise<string> =>
  standingOf(ticket, await context.releases.last(ticket), context);

async function standingOf(
  ticket: string,
  last: LastRelease | null,
  { releases, texts, settings }: Context,
): Promise<string> {
  const around = surroundings(settings, []);
  // One of a ticket that no tracker knows ended before anybody could speak of a release.
  if (last === null || (isEnd(last.status.stage) && last.status.title === null)) {
    return texts.noRelease(ticket, around.linkOf);
  }
  if (isEnd(last.status.stage)) return texts.ended(last.status, around);
  if (last.execution !== 'RUNNING') return texts.brokenOff(last.status, around);
  const locks = await releases.locks(last.status.locks.map(({ component }) => component));
  return texts.status(last.status, surroundings(settings, locks));
}

async function queue(component: string | null, { releases, texts, settings }: Context): Promise<string> {
  const { components } = settings;
  if (component !== null && !Object.hasOwn(components, component)) {
    return texts.noSuchComponent(component, Object.keys(components));
  }
  const asked = component === null ? Object.keys(components) : [component];
  const critical = asked.filter((name) => components[name]?.critical === true);
  const [open, locks] = await Promise.all([releases.open(), releases.locks(critical)]);
  return texts.queue(open, surroundings(settings, locks), { component, critical });
}

/** A question that cannot be answered now is answered with that, since asking again costs nothing. */
async function orTrouble<T extends string | null>(
  answer: () => Promise<T>,
  texts: Texts,
): Promise<T | string> {
  try {
    return await answer();
  } catch (error) {
    console.error('A question could not be answered:', error);
    return texts.trouble;
  }
}
