import type { SettingsSource } from '../config/settings-source.ts';
import type { Client } from '@temporalio/client';
import { ask, offerBack } from '../client/ask.ts';
import { senderOf } from '../domain/messages/asked.ts';
import type { Undelivered, SlackSender } from '../domain/messages/asked.ts';
import { respond } from './respond.ts';
import type { Said } from './respond.ts';

/** What is older than this is not carried out without asking: a Friday's `accept` must not act on Monday. */
const freshForMs = 15 * 60_000;

/** What the bot does with what it hears, be it live or found in a history. Everything throws Temporal's errors. */
export class Listening {
  readonly #client: Client;
  readonly #settingsNow: SettingsSource;

  constructor(client: Client, settingsNow: SettingsSource) {
    this.#client = client;
    this.#settingsNow = settingsNow;
  }

  /** Carries out what was said. */
  hear(said: Said): Promise<void> {
    return respond(said, this.#client, this.#settingsNow);
  }

  /** Carries out messages, in the order in which they were said; those that are too old are offered back. */
  async hearMessages(messages: readonly Said[]): Promise<void> {
    const inOrder = [...messages].sort((a, b) => timeOf(a) - timeOf(b));
    const freshFrom = Date.now() - freshForMs;
    for (const said of inOrder) if (timeOf(said) >= freshFrom) await this.hear(said);
    const missed = inOrder.filter((said) => timeOf(said) < freshFrom);
    for (const channel of new Set(missed.map(channelOf))) {
      const here = missed.filter((said) => channelOf(said) === channel);
      await offerBack(this.#client, channel, here.map(asMissed));
    }
  }

  /** Somebody presses the button of an offer. */
  async takeOffer(missed: Undelivered, by: SlackSender): Promise<void> {
    if (by.actor === missed.actor) return this.hear({ ...missed, slash: false });
    await ask(this.#client, { question: { type: 'notYours', user: missed.actor }, ...by });
  }
}

const channelOf = ({ channel }: Said): string => channel ?? '';

/** Epoch ms. */
const timeOf = ({ saidAt }: Said): number => saidAt ?? 0;

const asMissed = (said: Said): Undelivered => ({ text: said.text, ...senderOf(said) });
