import { expect, it } from 'vitest';
import { HookDeliveries } from '../../log/hook-deliveries.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { query, testDatabase } from '../support/database.ts';

it('a copy is known years later, and is about what the first one was about', async () => {
  const url = await testDatabase();
  const log = new ReleaseLog(url, () => undefined);
  const deliveries = new HookDeliveries(() => log.database());
  expect(await deliveries.note('argo', 'one', 'PAY-1')).toBe('PAY-1');
  await query(url, "update hook_deliveries set at = now() - interval '3 years'");
  expect(await deliveries.note('argo', 'two', 'PAY-2')).toBe('PAY-2');
  expect(await deliveries.note('argo', 'one', 'PAY-3')).toBe('PAY-1');
  const { at = Infinity, ticket } = (await deliveries.noted('argo', 'one')) ?? {};
  expect([ticket, at < Date.now() - 2 * 365 * 24 * 3_600_000]).toEqual(['PAY-1', true]);
  expect(await deliveries.noted('other', 'one')).toBeNull();
  await log.close();
});
