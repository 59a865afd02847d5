import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReleaseLog } from '../../log/release-log.ts';
import { hashOf, isToken, newToken } from '../../log/token-form.ts';
import { TokenStore } from '../../log/tokens.ts';
import type { TokenGrant } from '../../log/tokens.ts';
import { query, testDatabase } from '../support/database.ts';

let url: string;
let log: ReleaseLog;
let tokens: TokenStore;
beforeAll(async () => {
  url = await testDatabase();
  log = new ReleaseLog(url, () => undefined);
  tokens = new TokenStore(() => log.database());
});
afterAll(() => log.close());

const grant = (name: string, more: Partial<TokenGrant> = {}): TokenGrant => ({
  name,
  scopes: ['read', 'deploy'],
  components: ['db'],
  actor: 'service:ci',
  expiresAt: Date.now() + 3_600_000,
  ...more,
});

async function added(name: string, more: Partial<TokenGrant> = {}): Promise<string> {
  const token = newToken();
  expect(await tokens.add(token, grant(name, more))).not.toBeNull();
  return token;
}

it('has a form that a scanner of secrets can be sure of', () => {
  const token = newToken();
  expect(token).toMatch(/^dob_[0-9A-Za-z]{49}$/);
  expect(isToken(token)).toBe(true);
  expect(newToken()).not.toBe(token);
  for (const wrong of ['', 'dob_', token.slice(0, -1), `${token}0`, token.replace('dob_', 'ghp_')]) {
    expect(isToken(wrong), wrong).toBe(false);
  }
  const other = token.at(10) === 'a' ? 'b' : 'a';
  expect(isToken(`${token.slice(0, 10)}${other}${token.slice(11)}`)).toBe(false);
});

describe('a token', () => {
  it('is known by what somebody came with, of which only a hash is kept', async () => {
    const token = await added('known');
    expect(await tokens.used(token)).toMatchObject({
      ...grant('known'),
      expiresAt: expect.any(Number) as number,
    });
    const rows = await query<{ row: string }>(url, 'select tokens::text as row from tokens');
    expect(rows.map(({ row }) => row).join()).toContain(hashOf(token));
    expect(rows.map(({ row }) => row).join()).not.toContain(token.slice(4, 20));
  });

  it('tells when it was used last', async () => {
    const token = await added('watched');
    const lastUse = async () => (await tokens.all()).find(({ name }) => name === 'watched')?.lastUsedAt;
    expect(await lastUse()).toBeNull();
    await tokens.used(token);
    expect(await lastUse()).toBeGreaterThan(Date.now() - 60_000);
  });

  it('is out at once when it is revoked, and its name free', async () => {
    const token = await added('gone');
    expect(await tokens.add(newToken(), grant('gone'))).toBeNull();
    expect(await tokens.revoke('gone')).toBe(true);
    expect(await tokens.used(token)).toBeNull();
    expect(await tokens.revoke('gone')).toBe(false);
    await added('gone');
  });

  it('is good until it expires', async () => {
    const expiresAt = Date.now() - 1000;
    expect(await tokens.used(await added('late', { expiresAt }))).toBeNull();
    // Its name is free again, and a short-lived token of that name is left alone.
    const pipeline = { token: 'late', repository: null, run: null, sha: null, url: null };
    const identity = { id: 'late', expiresAt: Date.now() + 1000 };
    await tokens.exchange(newToken(), grant('late', { pipeline, expiresAt }), identity);
    const token = await added('late');
    expect((await tokens.used(token))?.name).toBe('late');
    const all = (await tokens.all()).filter(({ name }) => name === 'late');
    expect(all.map(({ revokedAt }) => revokedAt).sort()).toEqual([expiresAt, null, null]);
  });

  it('is not made wider by who may only add to the log', async () => {
    await added('narrow');
    const db = await log.database();
    const widen = db
      .updateTable('tokens')
      .set({ scopes: ['approve'] })
      .where('name', '=', 'narrow');
    await expect(widen.execute()).rejects.toThrow(/permission denied/);
    await expect(db.deleteFrom('tokens').execute()).rejects.toThrow(/permission denied/);
    const longer = sql`update tokens set expires_at = now() + interval '1 year'`;
    await expect(longer.execute(db)).rejects.toThrow(/permission denied/);
    await expect(sql`delete from used_identities`.execute(db)).rejects.toThrow(/permission denied/);
  });

  it('approves for no service, whoever makes it', async () => {
    const made = tokens.add(newToken(), grant('robot', { scopes: ['read', 'approve'] }));
    await expect(made).rejects.toThrow(/check constraint/);
    await added('vera', { scopes: ['read', 'approve'], actor: 'U_VERA' });
  });

  it('is dropped by the database itself, which takes no table of somebody else for its own', async () => {
    const db = await log.database();
    await db.connection().execute(async (own) => {
      await sql`create temporary table used_identities (id text, expires_at timestamptz default '2020-01-01')`.execute(
        own,
      );
      await sql`insert into pg_temp.used_identities (id) values ('mine')`.execute(own);
      await sql`select forget_identities()`.execute(own);
      const { rows } = await sql`select id from pg_temp.used_identities`.execute(own);
      await sql`drop table pg_temp.used_identities`.execute(own);
      expect(rows).toEqual([{ id: 'mine' }]);
    });
  });
});
