import { setTimeout as sleep } from 'node:timers/promises';
import type { PeopleStore } from '../log/people.ts';
import { isQuiet, mayNudge, usualPreferences, wantsQuiet } from '../domain/preferences.ts';
import type { NotKept, PreferenceChange, Preferences } from '../domain/preferences.ts';

/** Nothing that is to be told waits longer for the database. */
const toldWithinMs = 500;
/** Who changes or looks at their own wishes waits so long for it. */
const keptWithinMs = 3000;

/** What is known of the wishes of one person. */
export interface OwnWishes {
  readonly preferences: Preferences;
  /** Null where no database tells. */
  readonly welcomed: boolean | null;
  /** An IANA zone. */
  readonly zone: string;
  /** Why nothing can be changed now. */
  readonly problem: NotKept | null;
}

type Store = Pick<PeopleStore, keyof PeopleStore>;

interface Known {
  /** Null: there is no database. */
  readonly store: Store | null;
  /** The zone of a person's Slack; null where it is not known. Never fails. */
  readonly zoneOf: (user: string) => Promise<string | null>;
  /** Hears why the database does not tell. */
  readonly onAway: (error: unknown) => void;
}

/**
 * Who wants to hear what. Nothing waits for a database that is away: what it told last counts. Who has no wishes, or none that are known, has
 * the usual ones.
 */
export class Wishes {
  readonly #known: Known;
  #last: ReadonlyMap<string, Preferences> = new Map();
  /** What the database tells, or what it told last if it takes too long. */
  #reading: Promise<ReadonlyMap<string, Preferences>> | null = null;

  constructor(known: Known) {
    this.#known = known;
  }

  /** Whether wishes can be kept at all. */
  get areKept(): boolean {
    return this.#known.store !== null;
  }

  /** Those of these people who may be nudged at `now`, epoch ms; `otherwise` is the zone of those whose own is not known. */
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

  /** Who follows one of these components, and which, unless it is quiet for them at `now`, epoch ms. */
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
      return !wantsQuiet(own) || !isQuiet(own, now, await this.#zoneOf(user, otherwise));
    });
    return new Map(told.map((user) => [user, followed(user)]));
  }

  /** What one person wants; where the database does not tell, what it told last. */
  async of(user: string, otherwise: string): Promise<OwnWishes> {
    const { store } = this.#known;
    const zone = await this.#zoneOf(user, otherwise);
    const known = { preferences: this.#last.get(user) ?? usualPreferences, welcomed: null, zone };
    if (store === null) return { ...known, problem: 'noDatabase' };
    const found = await this.#inTime(() => store.of(user));
    return found === null ? { ...known, problem: 'databaseAway' } : { ...found.value, zone, problem: null };
  }

  /** Null, or why it is not kept. One that takes too long may be kept all the same. */
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

  /** Who comes while it reads, shares what it finds, and how long it takes at most. */
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

  /** Null where the database refuses, or does not answer soon. */
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
