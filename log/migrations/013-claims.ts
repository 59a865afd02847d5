import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What the identity token said that a short token was given for, so that it ends when that is trusted no more. The version before needs none of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table tokens add column claims jsonb`.execute(db);
}
