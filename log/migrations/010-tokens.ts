import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** The tokens of the API. The log role may create, use and revoke tokens, but never widen one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table tokens (
      id uuid primary key default gen_random_uuid(),
      name text not null,
      hash text not null unique,
      scopes text[] not null,
      components text[],
      actor text not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      last_used_at timestamptz,
      revoked_at timestamptz,
      check (not ('approve' = any (scopes) and actor like 'service:%'))
    )`.execute(db);
  await sql`create unique index tokens_name on tokens (name) where revoked_at is null`.execute(db);
  await sql`
    do $$
      begin
        grant select, insert, update (last_used_at, revoked_at) on tokens to dobrobot_log;
      exception when undefined_object then
        null;
      end $$`.execute(db);
}
