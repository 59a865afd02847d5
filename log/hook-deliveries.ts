import type { Kysely } from 'kysely';
import type { LogDatabase } from './schema.ts';

/** What a delivery was about, and when it first arrived, epoch ms. */
export interface NotedDelivery {
  readonly ticket: string;
  readonly at: number;
}

/**
 * The release that each delivery to a hook was about, and the owner of each thing at a hook. Rows are kept for ever, like the log: a
 * signature without a time stays valid, and an old copy must not act on what is released now. Every method throws the database's errors.
 */
export class HookDeliveries {
  readonly #database: () => Promise<Kysely<LogDatabase>>;

  constructor(database: () => Promise<Kysely<LogDatabase>>) {
    this.#database = database;
  }

  /** Null if the delivery is new. */
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

  /** The first claimant of `what` at a hook. Records `claimant` for good if there was none; with a null claimant, only reads. */
  async ownerOf(hook: string, what: string, claimant: string | null): Promise<string | null> {
    // Stored like a delivery, under a name that no hook can have.
    const owners = `owners ${hook}`;
    if (claimant !== null) return this.note(owners, what, claimant);
    return (await this.noted(owners, what))?.ticket ?? null;
  }

  /** Records a delivery. Returns the ticket it is about: that of the first copy, if another process was faster. */
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
