/** A deployment target verifies a fencing token. Only that of the present holder, in its turn or on production, is valid. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';

let api: ApiCompany;
let ann: string;
let nora: string;
let target: string;

beforeAll(async () => {
  api = await startApiCompany({
    tickets: { 'FEN-1': ['billing'], 'FEN-2': ['billing'], 'FEN-3': ['db'], 'FEN-4': ['ledger'] },
    settings: { locks: { holdFor: '1h' } },
  });
  ann = await api.tokenOf('U_ANN');
  nora = await api.tokenOf('U_NORA');
  target = await api.tokenOf('service:target', { scopes: ['read'] });
});
afterAll(() => api.close());

const post = (token: string, path: string, body: object = {}) => api.call(token, 'POST', path, { body });
const comesTo = async (ticket: string, stage: string) => {
  const { body } = await api.call(ann, 'GET', `/releases/${ticket}/wait?for=${stage}&timeout=30`);
  expect(body).toMatchObject({ reached: true });
};
const verified = async (component: string, token: number) => {
  const { status, body } = await post(target, `/locks/${component}/verify`, { token });
  expect(status).toBe(200);
  return body;
};
const tokenFor = async (ticket: string, component: string) => {
  const { locks } = await api.company.statusOf(ticket);
  return locks.find((lock) => lock.component === component)?.token ?? -1;
};

/** Requests a release and has it approved. */
async function approved(ticket: string): Promise<void> {
  await post(ann, '/releases', { tickets: [ticket], noNeedAdmin: true });
  await comesTo(ticket, 'awaiting_approval');
  expect((await post(nora, `/releases/${ticket}/accept`)).status).toBe(200);
}

it('is good in its turn and on production, not after unlock, nor an older one', async () => {
  await approved('FEN-1');
  await comesTo('FEN-1', 'ready');
  const first = await tokenFor('FEN-1', 'billing');
  expect(await verified('billing', first)).toMatchObject({
    valid: true,
    holder: { ticket: 'FEN-1', token: first, mode: 'exclusive', started: false },
  });
  expect(await verified('db', await tokenFor('FEN-1', 'db'))).toMatchObject({
    valid: true,
    holder: { mode: 'shared' },
  });
  for (const other of [first - 1, first + 1, 0]) {
    expect(await verified('billing', other)).toMatchObject({ valid: false, holder: { ticket: 'FEN-1' } });
  }
  expect(await verified('ledger', first)).toEqual({ valid: false, holder: null });

  await post(ann, '/releases/FEN-1/depStart');
  expect(await verified('billing', first)).toMatchObject({ valid: true, holder: { started: true } });
  expect((await post(nora, '/locks/billing/unlock', { reason: 'stuck' })).status).toBe(200);
  expect(await verified('billing', first)).toEqual({ valid: false, holder: null });

  await approved('FEN-2');
  await comesTo('FEN-2', 'ready');
  const second = await tokenFor('FEN-2', 'billing');
  expect(second).toBeGreaterThan(first);
  expect(await verified('billing', second)).toMatchObject({ valid: true });
  expect(await verified('billing', first)).toMatchObject({ valid: false, holder: { ticket: 'FEN-2' } });
  await post(ann, '/releases/FEN-2/cancel');
  // The lock learns of it after the release has answered.
  await expect.poll(() => verified('billing', second)).toEqual({ valid: false, holder: null });
  await post(ann, '/releases/FEN-1/depFinish');
});

it('is not good while its release waits for another lock', async () => {
  await approved('FEN-3');
  await comesTo('FEN-3', 'ready');
  // Locks are taken in a fixed order, `billing` before `db`; FEN-3 holds `db`.
  await approved('FEN-2');
  await expect.poll(async () => (await tokenFor('FEN-2', 'billing')) > 0).toBe(true);
  const token = await tokenFor('FEN-2', 'billing');
  expect(await verified('billing', token)).toMatchObject({ valid: false, holder: { ticket: 'FEN-2' } });
  await post(ann, '/releases/FEN-3/cancel');
  await comesTo('FEN-2', 'ready');
  expect(await verified('billing', token)).toMatchObject({ valid: true });
  await post(ann, '/releases/FEN-2/cancel');
});

it('is told of no component that has no lock', async () => {
  expect(await post(target, '/locks/ios-app/verify', { token: 1 })).toMatchObject({
    status: 404,
    body: { code: 'noLock' },
  });
  expect(await post(target, '/locks/nowhere/verify', { token: 1 })).toMatchObject({ status: 404 });
  for (const body of [{}, { token: 'x' }, { token: 1.5 }, { token: 1, more: 2 }]) {
    expect((await post(target, '/locks/db/verify', body)).status).toBe(422);
  }
});
