import type { LackingRight, Protection } from '../domain/log/lacking-right.ts';

/** Texts of `dobrobot doctor` about the database of the log. For operators, always in English. */
export const databaseWords = {
  none: 'DATABASE_URL is not set: there is no release log, nor the tokens of the API',
  upToDate: 'answers, and its tables are up to date',
  oldTables: (names: readonly string[]) =>
    `its tables lack ${names.join(', ')}. Worker, bot and web bring them up to date as they start`,
  away: (reason: string) => `${reason}. DATABASE_URL has to name its PostgreSQL`,
  rights: (user: string, role: string) =>
    user === role
      ? `${user} may do all that is needed`
      : `${user} may do all that is needed, and works as ${role}, which may only add to the log and read it`,
  refused: (reason: string) => `${reason}. Whoever owns the database has to allow it`,
  noSchema: (role: string, searchPath: string) =>
    `${role} may look into no schema of its search path (${searchPath}), so it finds no table: grant usage on schema public to ${role}, or set its search_path`,
  readOnly: (user: string) =>
    `${user} cannot write there: it is a copy, or set to be read only. DATABASE_URL has to name the primary, and default_transaction_read_only has to be off`,
  mayNot: (user: string, rights: readonly LackingRight[]) =>
    `${user} may not do all that is needed. Whoever owns the tables has to say: ${rights.map(grant).join('; ')}`,
  mayNotMake: (user: string, schema: string) =>
    `${user} may not make the tables that are missing: grant create on schema ${schema} to ${user}`,
  othersTables: (user: string, owner: string) =>
    `${user} may not bring the tables up to date, since they belong to ${owner}: grant ${owner} to ${user}, or start a worker once as ${owner}`,
  roleMayChange: (role: string) =>
    `${role} may change what is written, and is to add and read alone: revoke update, delete, truncate on events from ${role}`,
  protected: 'the trigger append_only refuses every change of what is written',
  unprotected: (why: Exclude<Protection, 'on'>) =>
    `${unprotectedBy[why]}, so what is written can be changed without a word. Once you know that nobody did ("dobrobot log verify"), its owner has to say: ${why === 'gone' ? makeTrigger : ''}${enableTrigger}`,
} as const;

const grant = ({ what, on, to }: LackingRight): string => `grant ${what} on ${on} to ${to}`;

const unprotectedBy = {
  weak: 'the trigger append_only is not on in every session',
  off: 'the trigger append_only is switched off',
  gone: 'the trigger append_only is not there, or refuses less than it has to',
};

const makeTrigger = [
  `create or replace function refuse_change() returns trigger language plpgsql as $$ begin raise exception 'the log is append-only: % of % is refused', tg_op, tg_table_name using errcode = 'insufficient_privilege'; end $$`,
  'drop trigger if exists append_only on events',
  'create trigger append_only before update or delete or truncate on events for each statement execute function refuse_change()',
  '',
].join('; ');
const enableTrigger = 'alter table events enable always trigger append_only';
