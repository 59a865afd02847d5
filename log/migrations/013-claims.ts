import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * The claims of the identity token that a short-lived token was issued for, so that
 * it ends when they are no longer trusted. The previous version does not need them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table tokens add column claims jsonb`.execute(db);
}
