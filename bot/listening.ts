import type { Client } from '@temporalio/client';
import type { SettingsSource } from '../config/settings-source.ts';
import { ask, offerBack } from '../client/ask.ts';
import { KnownLocks } from '../client/known-locks.ts';
import { isQuestion } from '../domain/command/command.ts';
import { parseCommand } from '../domain/command/parse-command.ts';
import { grammarOf } from '../domain/command/grammar-of.ts';
import { utterancesOf } from '../domain/command/utterance.ts';
import type { Utterance } from '../domain/command/utterance.ts';
import { senderOf } from '../domain/messages/slack-sender.ts';
import type { MissedCommand, SlackSender } from '../domain/messages/slack-sender.ts';
import type { Settings } from '../domain/settings.ts';
import { linesOf } from './lines.ts';
import { askWhether, privatelyTo, readSaid, respond } from './respond.ts';
import type { CommandDependencies, Said } from './respond.ts';
import type { HeardMessage } from './said-in.ts';

/** Older messages are carried out only after asking: Friday's `accept` must not act on Monday. */
const freshForMs = 15 * 60_000;

/** What the bot looks up in Slack to understand a message. */
export interface LookUps {
  /** See `CommandDependencies`. */
  readonly isPerson: CommandDependencies['isPerson'];
  /** The ticket that the message above a thread is about; null if it names none, or several. */
  readonly ticketUnder: (channel: string, thread: string) => Promise<string | null>;
  /** See `ourPeople`. */
  readonly isOurs: (user: string) => Promise<boolean>;
}

/** Handles what the bot hears, live or caught up. All methods throw Temporal's and Slack's errors. */
export class Listening {
  readonly #client: Client;
  readonly #settingsNow: SettingsSource;
  readonly #lookUps: LookUps;
  readonly #locks: KnownLocks;
  /** The apps already logged as unknown. */
  readonly #strangers = new Set<string>();

  constructor(client: Client, settingsNow: SettingsSource, lookUps: LookUps) {
    this.#client = client;
    this.#locks = new KnownLocks(client);
    this.#settingsNow = settingsNow;
    this.#lookUps = lookUps;
  }

  async hear(said: Said): Promise<void> {
    await respond(said, await this.#doing());
  }

  /** Carries out messages in the order in which they were sent. Those that are too old are offered back. */
  async hearMessages(messages: readonly HeardMessage[]): Promise<void> {
    const doing = await this.#doing();
    const freshFrom = Date.now() - freshForMs;
    const missed: Said[] = [];
    for (const heard of [...messages].sort((a, b) => timeOf(a) - timeOf(b))) {
      const isFresh = timeOf(heard) >= freshFrom;
      if (heard.app === null && !(await this.#lookUps.isOurs(heard.actor))) {
        if (isFresh) await this.turnAway(heard);
        continue;
      }
      for (const { said, manner } of await this.#saidIn(heard, doing.settings)) {
        if (manner === 'aside' || heard.edited) {
          if (isFresh || !isQuestionIn(said, doing.settings)) await askWhether(said, heard.edited, doing);
        } else if (isFresh) await respond(said, doing);
        else missed.push(said);
      }
    }
    for (const channel of new Set(missed.map(channelOf))) {
      const here = missed.filter((said) => channelOf(said) === channel);
      await offerBack(this.#client, channel, here.map(asMissed));
    }
  }

  /** Answers a user of a foreign workspace, privately. */
  async turnAway(by: SlackSender): Promise<void> {
    await ask(this.#client, {
      question: { type: 'otherWorkspace' },
      ...senderOf(by),
      replyTo: privatelyTo(by),
    });
  }

  /** Carries out an offer whose button was pressed. If it was made to somebody else, answers so and returns false. */
  async takeOffer(missed: MissedCommand, by: SlackSender): Promise<boolean> {
    const isTheirs = by.actor === missed.actor;
    if (isTheirs) await this.hear({ ...missed, slash: false, sure: true });
    else await ask(this.#client, { question: { type: 'notYours', user: missed.actor }, ...by });
    return isTheirs;
  }

  async #doing(): Promise<CommandDependencies> {
    const settings = await this.#locks.in(await this.#settingsNow());
    return { client: this.#client, settings, isPerson: this.#lookUps.isPerson };
  }

  /** Splits a message into its commands. */
  async #saidIn(
    heard: HeardMessage,
    settings: Settings,
  ): Promise<readonly { readonly said: Said; readonly manner: Utterance['manner'] }[]> {
    const speaker = this.#speakerOf(heard, settings);
    if (speaker === null) return [];
    const grammar = { ...grammarOf(settings, { slash: false, ticket: null }), sure: true };
    const read = (text: string) => parseCommand(text, grammar);
    const all = utterancesOf(
      linesOf(heard.text, heard.bot),
      heard.direct,
      read,
      Object.keys(settings.components),
    );
    const asked = all.filter(({ manner }) => manner === 'said');
    const found = [];
    for (const utterance of all) {
      const { text, manner } = utterance;
      const n = (manner === 'said' ? asked : all).indexOf(utterance) + 1;
      const number = manner === 'said' ? (n === 1 ? [] : [n]) : [`aside-${n}`];
      const commandId = [heard.commandId, ...number].join(':');
      const said: Said = { ...senderOf(heard), actor: speaker, commandId, text, slash: false };
      found.push({ manner, said: { ...said, ticket: await this.#ticketOf(said, heard, settings) } });
    }
    return found;
  }

  /** The user a message counts as from; null for an app that the configuration does not name. */
  #speakerOf({ app, actor }: HeardMessage, { slack }: Settings): string | null {
    if (app === null) return actor;
    const speaker = slack.speakers[app];
    if (speaker !== undefined) return speaker;
    if (!this.#strangers.has(app)) {
      this.#strangers.add(app);
      console.warn(`Messages of the app ${app} do nothing; slack.speakers in the configuration may name it.`);
    }
    return null;
  }

  /** The ticket for a command that leaves it out, from the message above its thread; null if there is none. */
  async #ticketOf(said: Said, { channel, thread }: HeardMessage, settings: Settings): Promise<string | null> {
    if (thread === null || channel === null || !leavesOut(said, settings)) return null;
    return this.#lookUps.ticketUnder(channel, thread);
  }
}

function leavesOut(said: Said, settings: Settings): boolean {
  const read = readSaid({ ...said, sure: true }, settings);
  if (read.ok) {
    const { command } = read;
    // A number may be a ticket or the beginning of a reason.
    const isNumber = 'ticket' in command && /^\d+$/.test(command.ticket ?? '');
    return isNumber || (command.type === 'status' && command.ticket === null);
  }
  return read.mistake.code === 'missingTicket' || read.mistake.code === 'badTicket';
}

function isQuestionIn(said: Said, settings: Settings): boolean {
  const read = readSaid(said, settings);
  return read.ok && isQuestion(read.command);
}

const channelOf = ({ channel }: SlackSender): string => channel ?? '';

/** Epoch ms. */
const timeOf = ({ saidAt }: SlackSender): number => saidAt ?? 0;

const asMissed = (said: Said): MissedCommand => ({
  text: said.text,
  ticket: said.ticket ?? null,
  ...senderOf(said),
});
