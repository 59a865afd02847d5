import { expect, it } from 'vitest';
import type { OnCallSchedule } from '../../domain/on-call.ts';
import { Copies } from '../../log/copies.ts';
import { OnCallCopies } from '../../log/on-call.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { query, testDatabase } from '../support/database.ts';

const copy = { content: 'x', etag: null, modified: null };

it('an older copy never takes the place of a newer one, and what nobody reads is forgotten', async () => {
  const url = await testDatabase();
  const log = new ReleaseLog(url, () => undefined);
  const copies = new Copies(() => log.database());
  await copies.keep('a', { ...copy, version: '2', readAt: 2000 });
  await copies.keep('a', { ...copy, version: '1', readAt: 1000 });
  await copies.keep('a', { ...copy, version: '2', readAt: 1500 });
  expect(await copies.of('a')).toMatchObject({ version: '2', readAt: 2000 });
  await copies.keep('a', { ...copy, version: '2', readAt: 3000 });
  expect(await copies.known(['a', 'b'])).toEqual(new Map([['a', { version: '2', readAt: 3000 }]]));
  await copies.keep('b', { ...copy, version: '1', readAt: Date.now() });
  expect(await query(url, 'select source from copies')).toEqual([{ source: 'b' }]);
  await log.close();
});

it('who is on call is believed for ten minutes', async () => {
  const log = new ReleaseLog(await testDatabase(), () => undefined);
  const onCall = new OnCallCopies(new Copies(() => log.database()));
  const schedule: OnCallSchedule = {
    ...{ kind: 'pagerduty', id: 'P', url: 'https://api.pagerduty.com', tokenEnv: 'TOKEN' },
    ...{ urlEnv: null, userEnv: null, passwordEnv: null },
  };
  expect(await onCall.of(schedule)).toBeNull();
  await onCall.keep(schedule, ['U_EVA'], Date.now() - 11 * 60_000);
  expect(await onCall.of(schedule)).toBeNull();
  await onCall.keep(schedule, ['U_EVA'], Date.now());
  expect(await onCall.of(schedule)).toEqual(['U_EVA']);
  expect(await onCall.of({ ...schedule, id: 'Q' })).toBeNull();
  await log.close();
});
