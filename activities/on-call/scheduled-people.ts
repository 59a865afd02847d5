import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import type { OnCallSchedule } from '../../domain/on-call.ts';
import { withScheduled } from '../../domain/people.ts';
import { reasonOf } from '../../domain/reason-of.ts';
import type { Settings } from '../../domain/settings.ts';
import { clipped } from '../../domain/signs/finding.ts';
import { httpSource } from '../../http/http-source.ts';
import { isBelieved } from '../../log/on-call.ts';
import type { OnCallCopies } from '../../log/on-call.ts';
import { onCallWords } from '../../texts/on-call.ts';
import { readSchedule } from './read-schedule.ts';
import type { OnCallContact } from './read-schedule.ts';

const everyMs = 60_000;
const mostPeople = 500;
const peopleKeptMs = 3_600_000;

interface OnCallContext {
  /** Null if Slack is off. Then nobody is found by email address. */
  readonly slack: WebClient | null;
  /** Null if there is no database. */
  readonly copies: OnCallCopies | null;
  readonly env: NodeJS.ProcessEnv;
  /** Called once for each new reason why a schedule cannot be read, and once it can be read again. */
  readonly onChange: (line: string) => void;
}

/**
 * The people on call by the configured schedule. It is read in the background, so
 * nobody waits for it. If it has not been readable for a while, the rotation applies.
 */
export class ScheduledPeople {
  readonly #context: OnCallContext;
  readonly #httpFor = httpSource();
  readonly #users = new LRUCache<string, string>({ max: mostPeople, ttl: peopleKeptMs });
  #known: { readonly schedule: string; readonly users: readonly string[]; readonly readAt: number } | null =
    null;
  #askedAt = 0;
  #trouble: string | null = null;

  constructor(context: OnCallContext) {
    this.#context = context;
  }

  /** Adds the people on call now to the settings. Returns the settings unchanged if the schedule is not known. */
  in(settings: Settings): Settings {
    const { schedule } = settings.people.onCall ?? {};
    const known = this.#known;
    if (schedule === undefined || known?.schedule !== JSON.stringify(schedule) || !isBelieved(known.readAt))
      return settings;
    return withScheduled(settings, known.users);
  }

  async refresh(settings: Settings): Promise<void> {
    const { schedule } = settings.people.onCall ?? {};
    if (schedule === undefined || Date.now() - this.#askedAt < everyMs) return;
    this.#askedAt = Date.now();
    try {
      const users = await this.#read(schedule, settings);
      const readAt = Date.now();
      this.#known = { schedule: JSON.stringify(schedule), users, readAt };
      this.#become(schedule, null);
      await this.#context.copies?.keep(schedule, users, readAt).catch(() => undefined);
    } catch (error) {
      this.#become(schedule, clipped(reasonOf(error)));
    }
  }

  async #read(schedule: OnCallSchedule, settings: Settings): Promise<readonly string[]> {
    const { timezone } = settings.release.calendar;
    const http = this.#httpFor(settings);
    const named = await readSchedule(schedule, { http, env: this.#context.env, timezone });
    const found = await Promise.all(named.map((one) => this.#userOf(one)));
    const users = found.flatMap((user) => user ?? []);
    if (users.length < named.length && users.length === 0) throw new Error(onCallWords.nobodyInSlack);
    return users;
  }

  /** Null if the person is not in this workspace. Throws if Slack does not answer. */
  async #userOf(named: OnCallContact): Promise<string | null> {
    if ('slackId' in named) return named.slackId;
    const { email } = named;
    if (email === null) return null;
    const known = this.#users.get(email);
    if (known !== undefined || this.#context.slack === null) return known ?? null;
    try {
      const { user } = await this.#context.slack.users.lookupByEmail({ email });
      if (user?.id === undefined || user.deleted === true) return null;
      this.#users.set(email, user.id);
      return user.id;
    } catch (error) {
      if (error instanceof WebAPIPlatformError && error.data.error === 'users_not_found') return null;
      throw error;
    }
  }

  #become({ kind }: OnCallSchedule, trouble: string | null): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.#context.onChange(trouble === null ? onCallWords.back(kind) : onCallWords.away(kind, trouble));
  }
}
