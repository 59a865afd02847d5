import type { Kysely } from 'kysely';
import type { LogDatabase } from './schema.ts';

/** What a delivery was about, and when it first came, epoch ms. */
export interface NotedDelivery {
  readonly ticket: string;
  readonly at: number;
}

/**
 * Which release each delivery to a hook was about. All are kept, as the log is: what is signed without a time stays good for ever, and an old copy
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

  /**
   * Whose one start of a release is, as `what` names it: of whoever asked first. Where nobody has, it is nobody's (null), or `who`'s for good, if
   * that is given.
   */
  async ownerOf(hook: string, what: string, who: string | null): Promise<string | null> {
    // No hook has such a name.
    const hookOfOwners = `owners ${hook}`;
    if (who !== null) return this.note(hookOfOwners, what, who);
    return (await this.noted(hookOfOwners, what))?.ticket ?? null;
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
