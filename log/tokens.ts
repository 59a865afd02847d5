import { sql } from 'kysely';
import type { Insertable, Kysely, Selectable } from 'kysely';
import { scopes } from '../domain/command/scope.ts';
import type { Scope } from '../domain/command/scope.ts';
import { iso } from '../domain/iso.ts';
import type { Pipeline } from '../domain/messages/pipeline.ts';
import type { Claims } from '../domain/trust.ts';
import { hashOf, isToken, newToken } from './token-form.ts';
import type { LogDatabase, TokensTable } from './schema.ts';

/** What a token allows, and who it acts as. Instants are epoch ms. */
export interface TokenGrant {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Null: all components. */
  readonly components: readonly string[] | null;
  /** A Slack user ID, or `service:NAME`. */
  readonly actor: string;
  readonly expiresAt: number;
  /** For a short-lived token: the pipeline whose identity token was exchanged for it. Absent or null: a person created the token. */
  readonly pipeline?: Pipeline | null;
  /** Likewise, the claims of the identity token. */
  readonly claims?: Claims | null;
}

export interface Token extends TokenGrant {
  readonly id: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

/** A token with its hash, which proves that the caller presented it. */
export interface KnownToken extends Token {
  readonly hash: string;
}

/** An identity token of a pipeline that is being exchanged. */
export interface UsedIdentity {
  readonly id: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** The lifetime of a short-lived token, in ms. Each use extends it by as much, up to six hours in all (`note_use` in the database). */
export const shortTokenMs = 15 * 60_000;

/** The lifetime of a token that nobody holds. Finite, so that every date stays in range. */
const keptForMs = 100 * 365 * 24 * 3_600_000;

/** How often, in ms, uses of a token are recorded at most. */
const notedMs = 60_000;

/** The tokens of the API, in the database of the log. Every method throws the database's errors. */
export class TokenStore {
  readonly #database: () => Promise<Kysely<LogDatabase>>;

  constructor(database: () => Promise<Kysely<LogDatabase>>) {
    this.#database = database;
  }

  /** Stores a new token, as a hash only. Null if another valid token has that name. */
  async add(token: string, grant: TokenGrant): Promise<Token | null> {
    const db = await this.#database();
    await db
      .updateTable('tokens')
      .set((row) => ({ revokedAt: row.ref('expiresAt') }))
      .where('name', '=', grant.name)
      .where('pipeline', 'is', null)
      .where('revokedAt', 'is', null)
      .where('expiresAt', '<=', sql<Date>`now()`)
      .execute();
    const row = await db
      .insertInto('tokens')
      .values(columnsOf(token, grant))
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? null : tokenOf(row);
  }

  /**
   * Stores a new short-lived token in exchange for an identity token; null if
   * that was used before, by any process. Deletes expired ones of both kinds.
   */
  async exchange(token: string, grant: TokenGrant, identity: UsedIdentity): Promise<KnownToken | null> {
    const db = await this.#database();
    return db.transaction().execute(async (transaction) => {
      await sql`select forget_identities()`.execute(transaction);
      const taken = await transaction
        .insertInto('usedIdentities')
        .values({ id: identity.id, expiresAt: iso(identity.expiresAt) })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (taken.numInsertedOrUpdatedRows !== 1n) return null;
      const row = await transaction
        .insertInto('tokens')
        .values(columnsOf(token, grant))
        .returningAll()
        .executeTakeFirstOrThrow();
      return { ...tokenOf(row), hash: row.hash };
    });
  }

  /** All tokens, also revoked ones, newest first. */
  async all(): Promise<readonly Token[]> {
    const db = await this.#database();
    const rows = await db.selectFrom('tokens').selectAll().orderBy('createdAt', 'desc').execute();
    return rows.map(tokenOf);
  }

  /** Returns false if no token of that name is in use. */
  async revoke(name: string): Promise<boolean> {
    const db = await this.#database();
    const revoked = await db
      .updateTable('tokens')
      .set({ revokedAt: sql<Date>`now()` })
      .where('name', '=', name)
      .where('revokedAt', 'is', null)
      .executeTakeFirst();
    return revoked.numUpdatedRows > 0n;
  }

  /**
   * The token of that name that nobody holds, for callers with another proof.
   * Creates it if none has exactly this grant; one with another grant is revoked.
   */
  async kept(grant: Omit<TokenGrant, 'expiresAt'>): Promise<KnownToken> {
    const found = await this.#good('name', grant.name);
    if (found !== null && isFor(found, grant)) return found;
    if (found !== null) await this.revoke(grant.name);
    await this.add(newToken(), { ...grant, expiresAt: Date.now() + keptForMs });
    const made = await this.#good('name', grant.name);
    if (made === null || !isFor(made, grant)) throw new Error(`The token ${grant.name} is being changed`);
    return made;
  }

  /** The token that a caller presents, if it is valid now, else null. Records the use, to the minute. */
  async used(token: string): Promise<KnownToken | null> {
    if (!isToken(token)) return null;
    const found = await this.#good('hash', hashOf(token));
    const isNoted = found?.lastUsedAt != null && Date.now() - found.lastUsedAt < notedMs;
    if (found !== null && !isNoted) await this.#noteUse(found);
    return found;
  }

  /** The token with this ID, if it is valid now, else null. */
  withId(id: string): Promise<KnownToken | null> {
    return this.#good('id', id);
  }

  async #good(column: 'hash' | 'id' | 'name', value: string): Promise<KnownToken | null> {
    const db = await this.#database();
    const row = await db
      .selectFrom('tokens')
      .selectAll()
      .where(column, '=', value)
      .where('revokedAt', 'is', null)
      .where('expiresAt', '>', sql<Date>`now()`)
      .executeTakeFirst();
    return row === undefined ? null : { ...tokenOf(row), hash: row.hash };
  }

  async #noteUse({ id }: Token): Promise<void> {
    await sql`select note_use(${id}::uuid)`.execute(await this.#database());
  }
}

const isFor = (token: Token, { actor, components, scopes: wanted }: Omit<TokenGrant, 'expiresAt'>): boolean =>
  token.actor === actor &&
  token.components?.join() === components?.join() &&
  scopes.filter((scope) => wanted.includes(scope)).join() === token.scopes.join();

const columnsOf = (
  token: string,
  { name, scopes: wanted, components, actor, expiresAt, pipeline = null, claims = null }: TokenGrant,
): Insertable<TokensTable> => ({
  ...{ name, actor, hash: hashOf(token), scopes: [...wanted] },
  components: components === null ? null : [...components],
  expiresAt: iso(expiresAt),
  pipeline: pipeline && JSON.stringify(pipeline),
  claims: claims && JSON.stringify(claims),
});

function tokenOf(row: Selectable<TokensTable>): Token {
  const { id, name, components, actor, pipeline, claims } = row;
  return {
    ...{ id, name, components, actor, pipeline, claims },
    scopes: scopes.filter((scope) => row.scopes.includes(scope)),
    createdAt: row.createdAt.getTime(),
    expiresAt: row.expiresAt.getTime(),
    lastUsedAt: row.lastUsedAt?.getTime() ?? null,
    revokedAt: row.revokedAt?.getTime() ?? null,
  };
}
