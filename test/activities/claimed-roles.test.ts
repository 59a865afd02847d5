/** The rights that a token adds to the roles of its actor: only those that a door has proven. */
import { describe, expect, it } from 'vitest';
import { provenPipeline, withTokenRights, withTokenRightsToLock } from '../../activities/token-rights.ts';
import type { ClaimedCommand } from '../../domain/messages/token-claim.ts';
import { claimFor } from '../../log/claim-proof.ts';
import { hashOf, newToken } from '../../log/token-form.ts';
import type { KnownToken } from '../../log/tokens.ts';

const none = { approver: false, approves: [], admin: false };
const noLockRole = { general: false, here: false };
const command = {
  signal: 'depStart',
  to: 'release:PAY-1',
  commandId: 'c1',
  actor: 'service:ci',
} as const;

const known = (more: Partial<KnownToken> = {}): KnownToken => ({
  id: '0b4ef8a6-7d4f-4c06-9f5e-0d5d6c9d3a10',
  name: 'ci',
  hash: hashOf(newToken()),
  scopes: ['deploy', 'operate'],
  components: ['billing', 'db'],
  actor: 'service:ci',
  createdAt: 0,
  expiresAt: 0,
  lastUsedAt: null,
  revokedAt: null,
  ...more,
});

const claimed = (token: KnownToken, now = Date.now()): ClaimedCommand => ({
  ...command,
  claim: claimFor(token, command, now),
});
const storeOf = (token: KnownToken | null) => ({ withId: () => Promise.resolve(token) });
const deploys = async (token: KnownToken | null, what: ClaimedCommand | null, components = ['billing']) =>
  (await withTokenRights(none, components, what, storeOf(token))).deploys ?? false;

describe('a claim to deploy', () => {
  it('is good with the proof of a door, for the components of its token', async () => {
    const token = known();
    expect(await deploys(token, claimed(token))).toBe(true);
    expect(await deploys(token, claimed(token), ['billing', 'db'])).toBe(true);
    expect(await deploys(token, claimed(token), ['billing', 'ledger'])).toBe(false);
    expect(await deploys(token, claimed(token), [])).toBe(false);
    const all = known({ components: null });
    expect(await deploys(all, claimed(all), ['ledger'])).toBe(true);
  });

  it('is none of a token that is not good, for something else, or of somebody else', async () => {
    const token = known();
    expect(await deploys(null, claimed(token))).toBe(false);
    expect(await deploys(known({ hash: token.hash, scopes: ['operate'] }), claimed(token))).toBe(false);
    expect(await deploys(known({ hash: token.hash, actor: 'U_ANN' }), claimed(token))).toBe(false);
    expect(await withTokenRights(none, ['billing'], claimed(token), null)).toEqual(none);
    expect(await deploys(token, null)).toBe(false);
  });

  it('lets a hook have releases checked again, and no other service', async () => {
    const rolesBy = (token: KnownToken) => withTokenRights(none, ['billing'], claimed(token), storeOf(token));
    const hook = known({ name: 'hook:deploys', scopes: ['request', 'deploy'] });
    expect(await rolesBy(hook)).toMatchObject({ deploys: true, rechecks: true });
    expect(await rolesBy(known({ scopes: ['request'] }))).not.toHaveProperty('rechecks');
    expect(await rolesBy(known({ name: 'hook:deploys' }))).not.toHaveProperty('rechecks');
  });

  it.each([
    ['signal', 'depFinish'],
    ['to', 'release:PAY-2'],
    ['commandId', 'c2'],
    ['actor', 'service:other'],
  ])('is proven for this very %s', async (part, other) => {
    const token = known();
    expect(await deploys(token, { ...claimed(token), [part]: other })).toBe(false);
  });

  it('cannot be made without the hash, nor used again later', async () => {
    const token = known();
    expect(await deploys(token, claimed(known()))).toBe(false);
    expect(await deploys(token, claimed(token, Date.now() - 6 * 60_000))).toBe(false);
    const { claim } = claimed(token);
    expect(await deploys(token, { ...claimed(token), claim: { ...claim, proof: '' } })).toBe(false);
  });
});

describe('a claim to operate', () => {
  const rolesOf = (token: KnownToken, component: string) =>
    withTokenRightsToLock(noLockRole, component, claimed(token), storeOf(token));

  it('gives a service the locks of its components', async () => {
    expect(await rolesOf(known(), 'db')).toMatchObject({ general: false, here: true });
    expect(await rolesOf(known(), 'ledger')).toMatchObject(noLockRole);
    expect(await rolesOf(known({ components: null }), 'ledger')).toMatchObject({ general: true, here: true });
  });

  it('gives a person nothing: their roles count', async () => {
    const token = known({ actor: 'U_ANN' });
    const asAnn = { ...command, actor: 'U_ANN' };
    const claim = claimFor(token, asAnn, Date.now());
    expect(await withTokenRightsToLock(noLockRole, 'db', { ...asAnn, claim }, storeOf(token))).toMatchObject(
      noLockRole,
    );
  });
});

describe('the log', () => {
  const pipeline = {
    ...{ token: 'other', repository: 'acme/app', run: '42', sha: 'd6fde92' },
    url: 'https://github.com/acme/app/actions/runs/42',
  };

  it('hears which token it was, and of which pipeline, by what the database has of it', async () => {
    const short = known({ scopes: ['request'], pipeline });
    const proven = { ...pipeline, token: 'ci' };
    expect(await provenPipeline(claimed(short), storeOf(short))).toEqual(proven);
    expect(await withTokenRights(none, ['billing'], claimed(short), storeOf(short))).toEqual({
      ...none,
      pipeline: proven,
    });
    expect(await withTokenRightsToLock(noLockRole, 'db', claimed(short), storeOf(short))).toEqual({
      ...noLockRole,
      pipeline: proven,
    });
    const other = known();
    expect(await provenPipeline(claimed(other), storeOf(other))).toEqual({
      ...{ token: 'ci', repository: null, run: null, sha: null, url: null },
    });
  });

  it('hears nothing of what nobody has proven', async () => {
    const token = known({ pipeline });
    const forged = { ...claimed(token), commandId: 'another' };
    expect(await provenPipeline(forged, storeOf(token))).toBeNull();
    expect(await provenPipeline(claimed(token), storeOf(null))).toBeNull();
    expect(await withTokenRights(none, ['billing'], forged, storeOf(token))).toEqual(none);
  });
});
