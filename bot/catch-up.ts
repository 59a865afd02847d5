import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { heardIn, isDirect } from './said-in.ts';
import type { HeardMessage } from './said-in.ts';
import { conversationsOf, saidSince } from './slack-history.ts';

/** Messages older than this are not looked for. */
const longestAbsenceMs = 3 * 24 * 60 * 60_000;
/** Each pass starts this long before the end of the previous one. */
const overlapMs = 15 * 60_000;
/** How long a live message waits for the pass over its own conversation, so that it does not overtake earlier messages there. */
const longestLookMs = 1500;
/** How long a live message waits for the live messages before it. */
const longestWaitMs = 30_000;
/** How often a pass handles what it has found so far. Within that, messages are handled in the order in which they were sent. */
const heardAfterMs = 3000;
const againAfterMs = 60_000;
/** Shorter than `freshForMs`, after which a message is no longer carried out without asking. */
const fromTimeToTimeMs = 10 * 60_000;

/** Errors for which Slack may show the channel a little later. */
const unwell = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited'];

/** Two clients for reading histories, both within Slack's rate limits. Calls of `urgent` go first. */
interface HistoryReaders {
  readonly patient: WebClient;
  readonly urgent: WebClient;
}

/** What a pass has found in one conversation. */
interface Found {
  readonly channel: string;
  readonly messages: readonly HeardMessage[];
  /** Epoch ms. Every message up to then is in `messages` or was handled before. */
  readonly until: number;
}

/** One pass over all conversations. */
interface HistoryPass {
  readonly bot: string | undefined;
  /** Epoch ms. Older messages are not looked for. */
  readonly from: number;
  /** The findings so far, by conversation. */
  readonly found: Map<string, Promise<Found>>;
  /** The conversations whose findings are handled, or being handled. */
  readonly heard: Set<string>;
}

/**
 * Finds messages in the channels' histories that were sent while the bot was away or could not pass them on. It persists nothing: handling
 * a message twice is harmless, since its command ID is the same.
 */
export class CatchUp {
  readonly #slack: HistoryReaders;
  readonly #hear: (messages: readonly HeardMessage[]) => Promise<void>;
  readonly #remembersForMs: () => Promise<number>;
  readonly #onError: (error: unknown) => void;
  readonly #end: AbortSignal;
  /** Up to when everything in a conversation has been handled, epoch ms. */
  readonly #heardUntil = new Map<string, number>();
  /** When a message was last handled in a conversation, epoch ms. */
  readonly #busy = new Map<string, number>();
  #wanted = false;
  #isRunning = false;
  /** The pass under way. */
  #look: Promise<HistoryPass> | null = null;
  #looksLater = false;
  /** Resolves when the live messages so far have been handled. */
  #live: Promise<void> = Promise.resolve();
  /** Whether live messages wait for the pass under way. */
  #holdsUp = false;

  constructor(
    slack: HistoryReaders,
    hear: (messages: readonly HeardMessage[]) => Promise<void>,
    remembersForMs: () => Promise<number>,
    end: AbortSignal,
    onError: (error: unknown) => void,
  ) {
    this.#slack = slack;
    this.#hear = hear;
    this.#remembersForMs = remembersForMs;
    this.#end = end;
    this.#onError = onError;
  }

  /** Starts a pass; if one is under way, another follows it. */
  begin(): void {
    this.#holdsUp = true;
    this.#start();
  }

  /** Also repeats passes on a timer, for when nothing reports that Slack could not reach the bot. Live messages do not wait for these. */
  lookFromTimeToTime(): void {
    const timer = setInterval(() => {
      this.#start();
    }, fromTimeToTimeMs);
    this.#end.addEventListener('abort', () => {
      clearInterval(timer);
    });
  }

  /** Starts a pass in a minute, to find the messages that could not be passed on now. */
  beginLater(): void {
    if (this.#looksLater) return;
    this.#looksLater = true;
    setTimeout(() => {
      this.#looksLater = false;
      this.begin();
    }, againAfterMs).unref();
  }

  /** Handles a live message once the earlier ones in its conversation are handled, or once it has waited long enough. */
  hearLive(heard: HeardMessage): Promise<void> {
    const before = [
      within(longestLookMs, this.#heardBefore(heard.channel)),
      within(longestWaitMs, this.#live),
    ];
    const done = Promise.all(before).then(() => this.#hear([heard]));
    this.#live = done.catch(() => undefined);
    if (heard.channel !== null) this.#busy.set(heard.channel, Date.now());
    return done;
  }

  /** Resolves when the earlier messages of a conversation have been handled. */
  async #heardBefore(channel: string | null): Promise<void> {
    if (channel === null || !this.#holdsUp) return;
    const look = await this.#look?.catch(() => null);
    if (!look) return;
    try {
      await this.#hearFound([await this.#lookAt(channel, look, this.#slack.urgent)], look);
    } catch {
      // The pass reads this channel again in its turn.
      look.found.delete(channel);
      look.heard.delete(channel);
    }
  }

  #start(): void {
    this.#wanted = true;
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#wanted && !this.#end.aborted) {
      this.#wanted = false;
      this.#look = this.#beginLook();
      try {
        await this.#lookBack(await this.#look);
      } catch (error) {
        // What shutdown cuts short is found after the next start.
        this.#onError(error);
        this.beginLater();
      }
      this.#look = null;
    }
    this.#isRunning = false;
    this.#holdsUp = false;
  }

  async #beginLook(): Promise<HistoryPass> {
    // Commands that Temporal no longer remembers would be carried out again.
    const backMs = Math.min(longestAbsenceMs, await this.#remembersForMs());
    const { user_id: bot } = await this.#slack.patient.auth.test();
    return { bot, from: Date.now() - backMs, found: new Map(), heard: new Set() };
  }

  /** Busiest conversations first. Findings are handled every few seconds, since a pass over hundreds of conversations takes minutes. */
  async #lookBack(look: HistoryPass): Promise<void> {
    const { patient } = this.#slack;
    let found: Found[] = [];
    let heardAt = Date.now();
    let unread: Error | null = null;
    for (const channel of this.#busiestFirst(await conversationsOf(patient))) {
      if (this.#end.aborted) return;
      if (look.heard.has(channel)) continue;
      try {
        found.push(await this.#lookAt(channel, look, patient));
      } catch (error) {
        // A channel that Slack does not show must not hide the others.
        if (!(error instanceof WebAPIPlatformError)) throw error;
        if (unwell.includes(error.data.error)) unread = error;
        else this.#onError(error);
      }
      if (Date.now() - heardAt < heardAfterMs) continue;
      await this.#hearFound(found, look);
      found = [];
      heardAt = Date.now();
    }
    if (!this.#end.aborted) await this.#hearFound(found, look);
    if (unread !== null) throw unread;
  }

  #busiestFirst(channels: readonly string[]): readonly string[] {
    const busy = (channel: string) => this.#busy.get(channel) ?? (isDirect(channel) ? 0 : 1);
    return [...channels].sort((a, b) => busy(b) - busy(a));
  }

  #lookAt(channel: string, look: HistoryPass, slack: WebClient): Promise<Found> {
    const found = look.found.get(channel) ?? this.#read(channel, look, slack);
    look.found.set(channel, found);
    return found;
  }

  async #read(channel: string, { bot, from }: HistoryPass, slack: WebClient): Promise<Found> {
    const until = Date.now();
    const since = Math.max(from, (this.#heardUntil.get(channel) ?? 0) - overlapMs);
    const messages = await saidSince(slack, channel, since, bot);
    return { channel, until, messages: messages.flatMap((message) => heardIn(message, channel, bot) ?? []) };
  }

  async #hearFound(found: readonly Found[], { heard }: HistoryPass): Promise<void> {
    const all = found.filter(({ channel }) => !heard.has(channel));
    for (const { channel } of all) heard.add(channel);
    await this.#hear(all.flatMap(({ messages }) => messages));
    for (const { channel, messages, until } of all) {
      this.#heardUntil.set(channel, until);
      if (messages.length > 0) this.#busy.set(channel, until);
    }
  }
}

/** Waits for `all`, but at most `ms`. */
async function within(ms: number, all: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  const late = sleep(ms, undefined, { signal: done.signal, ref: false }).catch(() => undefined);
  await Promise.race([all, late]);
  done.abort();
}
