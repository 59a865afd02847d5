import type { Kysely } from 'kysely';
import { iso } from '../domain/iso.ts';
import type { CalendarSettings } from '../domain/settings.ts';
import type { LogDatabase } from './schema.ts';

/** A copy of something read from another server. */
export interface Copy {
  readonly content: string;
  /** Identifies the content. */
  readonly version: string;
  /** The other server's `ETag` and `Last-Modified`, for conditional requests; null if it sends none. */
  readonly etag: string | null;
  readonly modified: string | null;
  /** When the other server last confirmed the content, epoch ms. */
  readonly readAt: number;
}

/** The name under which a calendar's copy is stored. */
export const calendarSource = ({ url, urlEnv }: Pick<CalendarSettings, 'url' | 'urlEnv'>): string =>
  `calendar ${url ?? urlEnv ?? ''}`;

/** How long a copy is kept after it was last confirmed. */
const keptMs = 90 * 86_400_000;

/** The latest copies of what was read from other servers, by source, shared by all workers. Every method throws the database's errors. */
export class Copies {
  readonly #database: () => Promise<Kysely<LogDatabase>>;

  constructor(database: () => Promise<Kysely<LogDatabase>>) {
    this.#database = database;
  }

  /** The versions of the stored copies, without content. */
  async known(sources: readonly string[]): Promise<ReadonlyMap<string, Pick<Copy, 'version' | 'readAt'>>> {
    if (sources.length === 0) return new Map();
    const db = await this.#database();
    const rows = await db
      .selectFrom('copies')
      .select(['source', 'version', 'readAt'])
      .where('source', 'in', sources)
      .execute();
    return new Map(
      rows.map(({ source, version, readAt }) => [source, { version, readAt: readAt.getTime() }]),
    );
  }

  /** Null if there is none. */
  async of(source: string): Promise<Copy | null> {
    const db = await this.#database();
    const row = await db
      .selectFrom('copies')
      .select(['content', 'version', 'etag', 'modified', 'readAt'])
      .where('source', '=', source)
      .executeTakeFirst();
    return row === undefined ? null : { ...row, readAt: row.readAt.getTime() };
  }

  /** Stores a copy unless a newer one is stored, and deletes copies that have not been confirmed for long. */
  async keep(source: string, copy: Copy): Promise<void> {
    const db = await this.#database();
    const row = { ...copy, readAt: iso(copy.readAt) };
    const newer = await db
      .updateTable('copies')
      .set({ readAt: row.readAt, etag: row.etag, modified: row.modified })
      .where('source', '=', source)
      .where('version', '=', copy.version)
      .where('readAt', '<', new Date(copy.readAt))
      .executeTakeFirst();
    if (newer.numUpdatedRows > 0n) return;
    await db
      .insertInto('copies')
      .values({ source, ...row })
      .onConflict((conflict) =>
        conflict.column('source').doUpdateSet(row).where('copies.readAt', '<', new Date(copy.readAt)),
      )
      .execute();
    await db
      .deleteFrom('copies')
      .where('readAt', '<', new Date(copy.readAt - keptMs))
      .execute();
  }
}
