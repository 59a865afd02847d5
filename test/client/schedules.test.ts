/** The schedules of digest and report follow the configuration. If they already match, nothing is sent. */
import type { Client, ScheduleDescription } from '@temporalio/client';
import { DateTime } from 'luxon';
import { beforeAll, describe, expect, it } from 'vitest';
import { keepSchedule, scheduleOf } from '../../client/schedules.ts';
import { testNamespace } from '../support/temporal.ts';

const inBerlin = { days: [1, 3, 7], atMinute: 9 * 60 + 30, timezone: 'Europe/Berlin' };
const only = (value: number | string) => [{ start: value, end: value, step: 1 }];

it('asks Temporal for the local time of the zone, on these days, an hour late at most and never two at once', () => {
  expect(scheduleOf('digest', inBerlin)).toMatchObject({
    spec: {
      timezone: 'Europe/Berlin',
      calendars: [
        {
          second: only(0),
          minute: only(30),
          hour: only(9),
          dayOfWeek: ['MONDAY', 'WEDNESDAY', 'SUNDAY'].flatMap(only),
        },
      ],
    },
    policies: { overlap: 'SKIP', catchupWindow: 3_600_000 },
    action: { workflowType: 'digest', workflowExecutionTimeout: 3_600_000, args: ['digest'] },
  });
});

describe('on a server', () => {
  let client: Client;
  beforeAll(async () => {
    ({ client } = await testNamespace());
  });

  const described = (): Promise<ScheduleDescription> => client.schedule.getHandle('digest').describe();
  const changedAt = async () => (await described()).info.lastUpdatedAt ?? null;

  it('is made once by two at the same moment', async () => {
    await Promise.all([1, 2, 3].map(() => keepSchedule(client, 'digest', inBerlin)));
    const { spec, info } = await described();
    expect(spec.timezone).toBe('Europe/Berlin');
    const due = info.nextActionTimes.map((at) => DateTime.fromJSDate(at, { zone: 'Europe/Berlin' }));
    expect(new Set(due.map((at) => at.toFormat('HH:mm:ss')))).toEqual(new Set(['09:30:00']));
    expect(new Set(due.map(({ weekday }) => weekday))).toEqual(new Set([1, 3, 7]));
  });

  it('is left alone while it is what it is to be', async () => {
    await keepSchedule(client, 'digest', inBerlin);
    expect(await changedAt()).toBe(null);
  });

  it('follows the configuration, and what somebody changed comes back; paused stays paused', async () => {
    const later = { ...inBerlin, atMinute: 600, timezone: 'Asia/Tokyo' };
    const handle = client.schedule.getHandle('digest');
    await handle.pause('holidays');
    await keepSchedule(client, 'digest', later);
    expect((await described()).spec).toMatchObject({
      timezone: 'Asia/Tokyo',
      calendars: [{ hour: only(10), minute: only(0) }],
    });
    expect((await described()).state).toMatchObject({ paused: true, note: 'holidays' });
    await handle.update((previous) => ({ ...previous, policies: { overlap: 'ALLOW_ALL' } }));
    await keepSchedule(client, 'digest', later);
    expect((await described()).policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 3_600_000 });
    const at = await changedAt();
    await keepSchedule(client, 'digest', later);
    expect(await changedAt()).toEqual(at);
  });

  it('is gone when it is switched off, and stays so', async () => {
    await Promise.all([1, 2].map(() => keepSchedule(client, 'digest', null)));
    await expect(described()).rejects.toThrow(/not found/i);
    await keepSchedule(client, 'digest', null);
  });

  it('of somebody else is neither changed nor deleted', async () => {
    await client.schedule.create({
      scheduleId: 'report',
      spec: { cronExpressions: ['0 0 1 1 *'] },
      action: { type: 'startWorkflow', workflowType: 'monthly', taskQueue: 'accounting' },
    });
    await keepSchedule(client, 'report', null);
    await expect(keepSchedule(client, 'report', inBerlin)).rejects.toThrow(/"report" of somebody else/);
    expect((await client.schedule.getHandle('report').describe()).action).toMatchObject({
      workflowType: 'monthly',
    });
  });
});
