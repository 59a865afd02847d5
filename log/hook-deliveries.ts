import type { Kysely } from 'kysely';
import type { LogDatabase } from './schema.ts';

/** What a delivery was about, and when it first came, epoch ms. */
export interface NotedDelivery {
  readonly ticket: string;
  readonly at: number;
}

/**
 * Which release each delivery to a hook was about, and who owns what at a hook. All are kept, as the log is: what is signed without a time stays good for ever, and an old copy
 * must not act on what is released now. Everything throws what the database answers, or that it does not. */
export class HookDeliveries {
  readonly #database: () => Promise<Kysely<LogDatabase>>;

  constructor(database: () => Promise<Kysely<LogDatabase>>) {
    this.#database = database;
  }

  /** Null if it is new. */
  async noted(hook: string, id: string): Promise<NotedDelivery | null> {
    const db = await this.#database();
    const row = await db
      .selectFrom('hookDeliveries')
      .select(['ticket', 'at'])
      .where('hook', '=', hook)
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined ? null : { ticket: row.ticket, at: row.at.getTime() };
  }

  /** The first who claimed `what` at a hook: `claimant`, for good, if nobody had. Without a claimant null, if nobody has. */
  async ownerOf(hook: string, what: string, claimant: string | null): Promise<string | null> {
    // Kept as a delivery is, under a name that no hook has.
    const owners = `owners ${hook}`;
    if (claimant !== null) return this.note(owners, what, claimant);
    return (await this.noted(owners, what))?.ticket ?? null;
  }

  /** Notes it, and returns what it is about: by the first copy, if another one was faster. */
  async note(hook: string, id: string, ticket: string): Promise<string> {
    const db = await this.#database();
    await db
      .insertInto('hookDeliveries')
      .values({ hook, id, ticket })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return (await this.noted(hook, id))?.ticket ?? ticket;
  }
}
