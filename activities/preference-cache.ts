import { setTimeout as sleep } from 'node:timers/promises';
import type { PeopleStore } from '../log/people.ts';
import { isQuietTime, mayNudge, usualPreferences, wantsQuiet } from '../domain/preferences.ts';
import type { NotKept, PreferenceChange, Preferences } from '../domain/preferences.ts';

/** How long a delivery waits for the database. */
const toldWithinMs = 500;
/** How long a user waits for the database when they view or change their own preferences. */
const keptWithinMs = 3000;

/** What is known of one person's preferences. */
export interface OwnWishes {
  readonly preferences: Preferences;
  /** Null if the database does not say. */
  readonly welcomed: boolean | null;
  /** An IANA time zone. */
  readonly zone: string;
  /** Why nothing can be changed now; null if it can. */
  readonly problem: NotKept | null;
}

type Store = Pick<PeopleStore, keyof PeopleStore>;

interface Known {
  /** Null if there is no database. */
  readonly store: Store | null;
  /** The time zone of a person in Slack; null if it is not known. Never fails. */
  readonly zoneOf: (user: string) => Promise<string | null>;
  /** Called with the reason why the database could not be read. */
  readonly onAway: (error: unknown) => void;
}

/** Everyone's notification preferences. If the database is down, the last known ones apply; without any, the defaults. */
export class PreferenceCache {
  readonly #known: Known;
  #last: ReadonlyMap<string, Preferences> = new Map();
  /** The read in progress. Resolves to the last known preferences if the database takes too long. */
  #reading: Promise<ReadonlyMap<string, Preferences>> | null = null;

  constructor(known: Known) {
    this.#known = known;
  }

  /** Whether preferences can be stored at all. */
  get areKept(): boolean {
    return this.#known.store !== null;
  }

  /** The users who may be nudged at `now`, epoch ms. `otherwise` is the time zone of users whose own is not known. */
  async nudgeable(
    users: readonly string[],
    { now, roundTheClock, otherwise }: { now: number; roundTheClock: boolean; otherwise: string },
  ): Promise<readonly string[]> {
    const all = await this.#all();
    return this.#those(users, async (user) => {
      const own = all.get(user);
      if (own === undefined) return true;
      const zone = roundTheClock || !wantsQuiet(own) ? null : await this.#zoneOf(user, otherwise);
      return mayNudge(own, now, zone);
    });
  }

  /** The followers of these components, each with the components they follow, except those who want quiet at `now`, epoch ms. */
  async followers(
    components: readonly string[],
    now: number,
    otherwise: string,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const all = await this.#all();
    const followed = (user: string) =>
      components.filter((component) => all.get(user)?.follows.includes(component));
    const following = [...all.keys()].filter((user) => followed(user).length > 0);
    const told = await this.#those(following, async (user) => {
      const own = all.get(user) ?? usualPreferences;
      return !wantsQuiet(own) || !isQuietTime(own, now, await this.#zoneOf(user, otherwise));
    });
    return new Map(told.map((user) => [user, followed(user)]));
  }

  /** One user's preferences. If the database is down, the last known ones. */
  async of(user: string, otherwise: string): Promise<OwnWishes> {
    const { store } = this.#known;
    const zone = await this.#zoneOf(user, otherwise);
    const known = { preferences: this.#last.get(user) ?? usualPreferences, welcomed: null, zone };
    if (store === null) return { ...known, problem: 'noDatabase' };
    const found = await this.#inTime(() => store.of(user));
    return found === null ? { ...known, problem: 'databaseAway' } : { ...found.value, zone, problem: null };
  }

  /** Null, or why the change was not stored. After a timeout it may have been stored after all. */
  async keep(user: string, change: PreferenceChange): Promise<NotKept | null> {
    const { store } = this.#known;
    if (store === null) return 'noDatabase';
    return (await this.#inTime(() => store.keep(user, change))) === null ? 'databaseAway' : null;
  }

  /** See `HomeActivities.claimWelcome`. */
  async claimWelcome(user: string, by: string): Promise<boolean> {
    const { store } = this.#known;
    return store !== null && (await this.#inTime(() => store.claimWelcome(user, by)))?.value === true;
  }

  #all(): Promise<ReadonlyMap<string, Preferences>> {
    const { store } = this.#known;
    if (store === null) return Promise.resolve(this.#last);
    this.#reading ??= this.#read(store);
    return this.#reading;
  }

  /** Concurrent callers share one read and its time limit. */
  #read(store: Store): Promise<ReadonlyMap<string, Preferences>> {
    const read = store.preferences().then(
      (found) => {
        this.#last = found;
      },
      (error: unknown) => {
        this.#known.onAway(error);
      },
    );
    void read.finally(() => {
      this.#reading = null;
    });
    return Promise.race([read, sleep(toldWithinMs, undefined, { ref: false })]).then(() => this.#last);
  }

  /** Null if the database fails or does not answer in time. */
  async #inTime<T>(ask: () => Promise<T>): Promise<{ readonly value: T } | null> {
    const asked = ask().then(
      (value) => ({ value }),
      (error: unknown) => {
        this.#known.onAway(error);
        return null;
      },
    );
    return Promise.race([asked, sleep(keptWithinMs, null, { ref: false })]);
  }

  async #zoneOf(user: string, otherwise: string): Promise<string> {
    return (await this.#known.zoneOf(user)) ?? otherwise;
  }

  async #those(
    users: readonly string[],
    wants: (user: string) => Promise<boolean>,
  ): Promise<readonly string[]> {
    const wanted = await Promise.all(users.map(wants));
    return users.filter((_, index) => wanted[index] === true);
  }
}
