import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * A role that may only append and read, which connections assume. Roles belong to the whole server, so another database, or a concurrent
 * process, may have created it. If the user may not create roles, only the trigger protects the log.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $$
      begin
        if not (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) then
          return;
        end if;
        begin
          create role dobrobot_log nologin;
        exception when duplicate_object or unique_violation then
          null;
        end;
        execute format('grant usage on schema %I to dobrobot_log', current_schema());
        grant select, insert on events to dobrobot_log;
        grant select on releases to dobrobot_log;
        grant dobrobot_log to current_user;
      exception when insufficient_privilege then
        raise notice 'the role dobrobot_log belongs to somebody else';
      end $$`.execute(db);
}
