import type { SettingsSource } from '../config/settings-source.ts';
import { senderOf } from '../domain/messages/asked.ts';
import type { Missed, Sender } from '../domain/messages/asked.ts';
import type { Releases } from './releases.ts';
import { respond } from './respond.ts';
import type { Said } from './respond.ts';

/** What is older than this is not carried out without asking: a Friday's `accept` must not act on Monday. */
const freshForMs = 15 * 60_000;

/** What the bot does with what it hears, be it live or found in a history. Everything throws Temporal's errors. */
export class Listening {
  readonly #releases: Releases;
  readonly #settingsNow: SettingsSource;

  constructor(releases: Releases, settingsNow: SettingsSource) {
    this.#releases = releases;
    this.#settingsNow = settingsNow;
  }

  /** Carries out what was said. */
  hear(said: Said): Promise<void> {
    return respond(said, this.#releases, this.#settingsNow);
  }

  /** Carries out messages, in the order in which they were said; those that are too old are offered back. */
  async hearMessages(messages: readonly Said[]): Promise<void> {
    const inOrder = [...messages].sort((a, b) => timeOf(a) - timeOf(b));
    const freshFrom = Date.now() - freshForMs;
    for (const said of inOrder) if (timeOf(said) >= freshFrom) await this.hear(said);
    const missed = inOrder.filter((said) => timeOf(said) < freshFrom);
    for (const channel of new Set(missed.map(channelOf))) {
      const here = missed.filter((said) => channelOf(said) === channel);
      await this.#releases.offerBack(channel, here.map(asMissed));
    }
  }

  /** Somebody presses the button of an offer. */
  async takeOffer(missed: Missed, by: Sender): Promise<void> {
    if (by.actor === missed.actor) return this.hear({ ...missed, slash: false });
    await this.#releases.ask({ question: { type: 'notYours', user: missed.actor }, ...by });
  }
}

const channelOf = ({ channel }: Said): string => channel ?? '';

/** Epoch ms. */
const timeOf = ({ saidAt }: Said): number => saidAt ?? 0;

const asMissed = (said: Said): Missed => ({ text: said.text, ...senderOf(said) });
