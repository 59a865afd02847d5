/** What `doctor` says about a real database: what it reports is wrong, and its advice fixes it. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { diagnoseDatabase } from '../../doctor/database.ts';
import { migrateLog } from '../../log/migrate.ts';
import { tableRights } from '../../log/rights.ts';
import { query, testDatabase } from '../support/database.ts';

let owner: string;
beforeEach(async () => {
  owner = await testDatabase();
});

async function found(url: string) {
  const findings = await diagnoseDatabase(url);
  return findings.map(({ name, state, text }) => `${name} ${state}: ${text}`);
}

/** A new user with these rights, and the address for connecting as that user. */
async function userWith(
  ...rights: readonly string[]
): Promise<{ readonly user: string; readonly url: string }> {
  const user = `u_${randomUUID().replaceAll('-', '')}`;
  await query(owner, `create role ${user} login password 'secret'`);
  for (const right of rights) await query(owner, `${right} ${user}`);
  const url = new URL(owner);
  url.username = user;
  url.password = 'secret';
  return { user, url: url.href };
}

/** The statements that a finding tells the owner to run. */
const statementsIn = (findings: readonly string[], name: string): string =>
  findings.find((finding) => finding.startsWith(`${name} wrong`))?.match(/has to say: (.*)$/)?.[1] ?? '';

const allTables = 'grant select, insert, update, delete on all tables in schema public to';

describe('the rights', () => {
  it('are all there for whoever made the tables', async () => {
    await migrateLog(owner);
    expect(await found(owner)).toEqual([
      'database ok: answers, and its tables are up to date',
      expect.stringMatching(/^database rights ok: .* works as dobrobot_log, which may only add/),
      expect.stringMatching(/^append-only ok: /),
    ]);
  });

  it('are those that the tables give to the role that may only add', async () => {
    await migrateLog(owner);
    const granted = await query<{ table: string; right: string; columns: string }>(
      owner,
      `select table_name as table, lower(privilege_type) as right, '' as columns
        from information_schema.role_table_grants where grantee = 'dobrobot_log'
      union select table_name, lower(privilege_type), string_agg(column_name, ',' order by column_name)
        from information_schema.column_privileges c where grantee = 'dobrobot_log' and not exists (
          select from information_schema.role_table_grants t where t.grantee = c.grantee
            and t.table_name = c.table_name and t.privilege_type = c.privilege_type) group by 1, 2`,
    );
    const needed = Object.entries(tableRights).flatMap(([name, rights]) =>
      Object.entries(rights).map(([right, columns]) => {
        const table = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
        return `${table} ${right} ${[...columns].sort().join()}`;
      }),
    );
    expect(granted.map(({ table, right, columns }) => `${table} ${right} ${columns}`).sort()).toEqual(
      needed.sort(),
    );
  });

  it('that a user lacks are named, and what it says to grant is enough', async () => {
    await migrateLog(owner);
    const { user, url } = await userWith('grant select on events, tokens to');
    const before = await found(url);
    expect(before).toEqual([
      expect.stringMatching(
        `^database rights wrong: ${user} may not do all.*grant insert on events to ${user};.*grant update \\(last_used_at, revoked_at\\) on tokens to ${user};.*grant delete on copies.*grant select on kysely_migration to ${user}`,
      ),
      expect.stringMatching(/^append-only ok/),
    ]);
    expect(before[0]).not.toContain('grant select on events');
    await query(owner, statementsIn(before, 'database rights'));
    expect(await found(url)).toEqual([
      'database ok: answers, and its tables are up to date',
      `database rights ok: ${user} may do all that is needed`,
      expect.stringMatching(/^append-only ok/),
    ]);
  });

  it('of the role do not help a user who may not see which tables there are to be', async () => {
    await migrateLog(owner);
    const { user, url } = await userWith('grant dobrobot_log to');
    const before = await found(url);
    expect(before[0]).toMatch(
      `database rights wrong: ${user} may not do all that is needed. Whoever owns the tables has to say: grant select on kysely_migration to ${user}; `,
    );
    await query(owner, statementsIn(before, 'database rights'));
    expect((await found(url))[1]).toMatch(
      `database rights ok: ${user} may do all that is needed, and works as`,
    );
  });

  it('of a dump that was restored without its grants are lacking to the role', async () => {
    await migrateLog(owner);
    await query(owner, 'revoke all on all tables in schema public from dobrobot_log');
    const before = await found(owner);
    expect(before[1]).toMatch(/^database rights wrong: .*grant insert on events to dobrobot_log;/);
    await query(owner, statementsIn(before, 'database rights'));
    expect((await found(owner))[1]).toMatch(/^database rights ok/);
  });

  it('to call what the owner made for it may be lacking, too', async () => {
    await migrateLog(owner);
    await query(owner, 'revoke execute on function note_use(uuid) from public');
    const before = await found(owner);
    expect(before[1]).toMatch(/has to say: grant execute on function note_use\(uuid\) to dobrobot_log$/);
    await query(owner, statementsIn(before, 'database rights'));
    expect((await found(owner))[1]).toMatch(/^database rights ok/);
  });

  it('to make tables are wanted where there are none', async () => {
    await query(owner, 'revoke create on schema public from public');
    const { user, url } = await userWith();
    expect(await found(url)).toEqual([
      expect.stringMatching(/^database wrong: its tables lack 001-log/),
      `database rights wrong: ${user} may not make the tables that are missing: grant create on schema public to ${user}`,
    ]);
    await query(owner, `grant create on schema public to ${user}`);
    await migrateLog(url);
    expect((await found(url)).map((one) => one.split(':')[0])).toEqual([
      ...['database ok', 'database rights ok', 'append-only ok'],
    ]);
  });

  it('to bring them up to date are those of whoever owns them', async () => {
    await migrateLog(owner, '013-claims');
    const { user, url } = await userWith(allTables);
    const [, rights] = await found(url);
    const [, name = ''] =
      /since they belong to (\w+): grant \1 to \w+, or start a worker once as \1$/.exec(rights ?? '') ?? [];
    expect(name).not.toBe('');
    await query(owner, `grant ${name} to ${user}`);
    expect((await found(url)).map((one) => one.split(':')[0])).toEqual([
      ...['database wrong', 'database rights ok', 'append-only ok'],
    ]);
  });

  it('to look into the schema, and to write at all, are rights, too', async () => {
    await migrateLog(owner);
    const { user, url } = await userWith(allTables);
    await query(owner, `alter role ${user} set search_path = nowhere`);
    expect((await found(url)).at(-1)).toMatch(
      `database rights wrong: ${user} may look into no schema of its search path (nowhere)`,
    );
    await query(owner, `alter role ${user} set search_path = public`);
    await query(owner, `alter role ${user} set default_transaction_read_only = on`);
    expect((await found(url))[1]).toMatch(`database rights wrong: ${user} cannot write there`);
  });

  it('to change what is written, the role is not to have', async () => {
    await migrateLog(owner);
    await query(owner, 'grant delete on events to dobrobot_log');
    const before = await found(owner);
    expect(before[1]).toMatch(/^database rights wrong: dobrobot_log may change what is written/);
    await query(owner, /alone: (.*)$/.exec(before[1] ?? '')?.[1] ?? '');
    expect((await found(owner))[1]).toMatch(/^database rights ok/);
  });
});

describe('the trigger that keeps the log', () => {
  it.each([
    ['is switched off', 'alter table events disable trigger append_only', 'is switched off'],
    [
      'is on in some sessions alone',
      'alter table events enable trigger append_only',
      'is not on in every session',
    ],
    ['is gone', 'drop trigger append_only on events', 'is not there'],
    ['is gone with its function', 'drop function refuse_change() cascade', 'is not there'],
    [
      'calls what lets everything pass',
      'create or replace function refuse_change() returns trigger language plpgsql as $$ begin return null; end $$',
      'refuses less than it has to',
    ],
    [
      'lets rows be deleted',
      `drop trigger append_only on events;
       create trigger append_only before update on events for each statement execute function refuse_change();
       alter table events enable always trigger append_only`,
      'refuses less than it has to',
    ],
  ])('%s: it is named, and comes back as it says', async (_, broken, named) => {
    await migrateLog(owner);
    await query(owner, broken);
    const before = await found(owner);
    expect(before[2]).toMatch(/^append-only wrong: /);
    expect(before[2]).toContain(named);
    await query(owner, statementsIn(before, 'append-only'));
    expect((await found(owner))[2]).toMatch(/^append-only ok/);
    await expect(query(owner, 'delete from events')).rejects.toThrow('the log is append-only');
    await expect(query(owner, `set session_replication_role = replica; truncate events`)).rejects.toThrow(
      'the log is append-only',
    );
  });
});

it('says of a database that is not there what its address is named by', async () => {
  expect(await found('postgres://nobody@127.0.0.1:1/none')).toEqual([
    expect.stringMatching(/^database wrong: .*DATABASE_URL has to name its PostgreSQL$/),
  ]);
});
