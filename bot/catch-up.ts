import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { heardIn, isDirect } from './said-in.ts';
import type { Heard } from './said-in.ts';
import { conversationsOf, saidSince } from './slack-history.ts';

/** What was said before this is looked for no more. */
const longestAbsenceMs = 3 * 24 * 60 * 60_000;
/** Another look goes back by so much more than there was since the last one. */
const overlapMs = 15 * 60_000;
/** A live message waits for a look at its own conversation, so that it overtakes none that was said there before; not longer than this, though. */
const longestLookMs = 1500;
/** And for the live ones before it. */
const longestWaitMs = 30_000;
/** What is found is heard in the order in which it was said, as far as it is found within this. */
const heardAfterMs = 3000;
const againAfterMs = 60_000;
/** Less than after what a message is too old to be carried out. */
const fromTimeToTimeMs = 10 * 60_000;

/** Why Slack does not show a channel when it is not well, and would a little later. */
const unwell = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited'];

/** Those who read the histories, both at the pace that Slack allows: `urgent` goes first. */
interface HistoryReaders {
  readonly patient: WebClient;
  readonly urgent: WebClient;
}

/** What a look has found in a conversation. */
interface Found {
  readonly channel: string;
  readonly messages: readonly Heard[];
  /** Epoch ms: what was said until then is among them, or was heard before. */
  readonly until: number;
}

/** A look at all conversations. */
interface HistoryPass {
  readonly bot: string | undefined;
  /** What was said before is not looked for, epoch ms. */
  readonly from: number;
  /** What it has found, by conversation. */
  readonly found: Map<string, Promise<Found>>;
  /** The conversations of which all that it has found is heard, or is being heard. */
  readonly heard: Set<string>;
}

/**
 * Finds in the channels' histories what was said while the bot was away or could not pass it on. Nothing need be remembered of what
 * was done: what is found a second time does nothing, as its ID is the same.
 */
export class CatchUp {
  readonly #slack: HistoryReaders;
  readonly #hear: (messages: readonly Heard[]) => Promise<void>;
  readonly #remembersForMs: () => Promise<number>;
  readonly #onError: (error: unknown) => void;
  readonly #end: AbortSignal;
  /** Until when all of a conversation has been heard, epoch ms. */
  readonly #heardUntil = new Map<string, number>();
  /** When something was heard there last, epoch ms. */
  readonly #busy = new Map<string, number>();
  #wanted = false;
  #isRunning = false;
  /** The one that is under way. */
  #look: Promise<HistoryPass> | null = null;
  #looksLater = false;
  /** When the live messages that came so far are heard. */
  #live: Promise<void> = Promise.resolve();
  /** Whether live messages wait for it. */
  #holdsUp = false;

  constructor(
    slack: HistoryReaders,
    hear: (messages: readonly Heard[]) => Promise<void>,
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

  /** Looks now; when it is looking already, once more after that. */
  begin(): void {
    this.#holdsUp = true;
    this.#start();
  }

  /** Looks again and again besides, for where nothing tells that Slack could not reach the bot. Live messages do not wait for that. */
  lookFromTimeToTime(): void {
    const timer = setInterval(() => {
      this.#start();
    }, fromTimeToTimeMs);
    this.#end.addEventListener('abort', () => {
      clearInterval(timer);
    });
  }

  /** Looks in a while: messages that could not be passed on now will be found then. */
  beginLater(): void {
    if (this.#looksLater) return;
    this.#looksLater = true;
    setTimeout(() => {
      this.#looksLater = false;
      this.begin();
    }, againAfterMs).unref();
  }

  /** Hears a live message as soon as it overtakes none that was said there before, or has waited long enough for that. */
  hearLive(heard: Heard): Promise<void> {
    const before = [
      within(longestLookMs, this.#heardBefore(heard.channel)),
      within(longestWaitMs, this.#live),
    ];
    const done = Promise.all(before).then(() => this.#hear([heard]));
    this.#live = done.catch(() => undefined);
    if (heard.channel !== null) this.#busy.set(heard.channel, Date.now());
    return done;
  }

  /** When all that was said in a conversation before has been heard. */
  async #heardBefore(channel: string | null): Promise<void> {
    if (channel === null || !this.#holdsUp) return;
    const look = await this.#look?.catch(() => null);
    if (!look) return;
    try {
      await this.#hearFound([await this.#lookAt(channel, look, this.#slack.urgent)], look);
    } catch {
      // It is looked at once more in its turn.
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
        // What is cut short by the end is found at the next start.
        this.#onError(error);
        this.beginLater();
      }
      this.#look = null;
    }
    this.#isRunning = false;
    this.#holdsUp = false;
  }

  async #beginLook(): Promise<HistoryPass> {
    // What Temporal has forgotten looks as if nobody had done it.
    const backMs = Math.min(longestAbsenceMs, await this.#remembersForMs());
    const { user_id: bot } = await this.#slack.patient.auth.test();
    return { bot, from: Date.now() - backMs, found: new Map(), heard: new Set() };
  }

  /** At the busiest conversations first. What is found is heard from time to time, as a look at hundreds takes minutes. */
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
        // One channel that Slack does not show must not hide the others.
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

/** Waits until all of it has come, but not longer than so many ms. */
async function within(ms: number, all: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  const late = sleep(ms, undefined, { signal: done.signal, ref: false }).catch(() => undefined);
  await Promise.race([all, late]);
  done.abort();
}
