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
import type { Undelivered, SlackSender } from '../domain/messages/slack-sender.ts';
import type { Settings } from '../domain/settings.ts';
import { linesOf } from './lines.ts';
import { askWhether, privatelyTo, readSaid, respond } from './respond.ts';
import type { Doing, Said } from './respond.ts';
import type { Heard } from './said-in.ts';

/** What is older than this is not carried out without asking: a Friday's `accept` must not act on Monday. */
const freshForMs = 15 * 60_000;

/** What the bot looks up in Slack for what it hears. */
export interface LookUps {
  /** See `Doing`. */
  readonly isPerson: Doing['isPerson'];
  /** The ticket that is spoken of under a message; null: none, or several. */
  readonly ticketUnder: (channel: string, thread: string) => Promise<string | null>;
  /** See `ourPeople`. */
  readonly isOurs: (user: string) => Promise<boolean>;
}

/** What the bot does with what it hears, be it live or found in a history. Everything throws Temporal's errors, and Slack's. */
export class Listening {
  readonly #client: Client;
  readonly #settingsNow: SettingsSource;
  readonly #lookUps: LookUps;
  readonly #locks: KnownLocks;
  /** The apps that were told of in the log. */
  readonly #strangers = new Set<string>();

  constructor(client: Client, settingsNow: SettingsSource, lookUps: LookUps) {
    this.#client = client;
    this.#locks = new KnownLocks(client);
    this.#settingsNow = settingsNow;
    this.#lookUps = lookUps;
  }

  /** Carries out what was said. */
  async hear(said: Said): Promise<void> {
    await respond(said, await this.#doing());
  }

  /** Carries out messages, in the order in which they were said; those that are too old are offered back. */
  async hearMessages(messages: readonly Heard[]): Promise<void> {
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

  /** Answers somebody of a workspace that is not allowed, so that nobody else need read it. */
  async turnAway(by: SlackSender): Promise<void> {
    await ask(this.#client, {
      question: { type: 'otherWorkspace' },
      ...senderOf(by),
      replyTo: privatelyTo(by),
    });
  }

  /** Somebody presses the button of an offer. Whether it was made to them. */
  async takeOffer(missed: Undelivered, by: SlackSender): Promise<boolean> {
    const isTheirs = by.actor === missed.actor;
    if (isTheirs) await this.hear({ ...missed, slash: false, sure: true });
    else await ask(this.#client, { question: { type: 'notYours', user: missed.actor }, ...by });
    return isTheirs;
  }

  async #doing(): Promise<Doing> {
    const settings = await this.#locks.in(await this.#settingsNow());
    return { client: this.#client, settings, isPerson: this.#lookUps.isPerson };
  }

  /** What a message says, each part as a command of its own. */
  async #saidIn(
    heard: Heard,
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

  /** Who says it; null if that is an app that nobody named. */
  #speakerOf({ app, actor }: Heard, { slack }: Settings): string | null {
    if (app === null) return actor;
    const speaker = slack.speakers[app];
    if (speaker !== undefined) return speaker;
    if (!this.#strangers.has(app)) {
      this.#strangers.add(app);
      console.warn(`Messages of the app ${app} do nothing; slack.speakers in the configuration may name it.`);
    }
    return null;
  }

  /** The ticket that is left out, as it is spoken of. */
  async #ticketOf(said: Said, { channel, thread }: Heard, settings: Settings): Promise<string | null> {
    if (thread === null || channel === null || !leavesOut(said, settings)) return null;
    return this.#lookUps.ticketUnder(channel, thread);
  }
}

function leavesOut(said: Said, settings: Settings): boolean {
  const read = readSaid({ ...said, sure: true }, settings);
  if (read.ok) {
    const { command } = read;
    // A number may be a ticket, or the beginning of a reason.
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

const asMissed = (said: Said): Undelivered => ({
  text: said.text,
  ticket: said.ticket ?? null,
  ...senderOf(said),
});
