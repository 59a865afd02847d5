/** Reminders by the real workflow on a server that skips time, across nights, a weekend and clock changes. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { Duration } from '@temporalio/common';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventType } from '../../domain/release/events.ts';
import type { Stage } from '../../domain/release/stage.ts';
import { addSearchAttributes } from '../../worker/search-attributes.ts';
import { workflowOptions } from '../../worker/workflow-bundle.ts';
import { keysOf } from '../../domain/keys-of.ts';
import { searchAttributes } from '../../domain/messages/memo.ts';
import { taskQueue } from '../../domain/messages/workflows.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import { isOrdinaryFriday } from '../support/ordinary-friday.ts';
import { rules, scriptedActivities } from '../support/scripted-activities.ts';
import { timeSkippingEnvironment } from '../support/temporal.ts';

const zone = 'Europe/Berlin';

let env: TestWorkflowEnvironment;
let ours: Awaited<ReturnType<typeof workflowOptions>>;

// A new one for each test: see `retry` in vitest.config.ts.
beforeEach(async () => {
  [env, ours] = await Promise.all([timeSkippingEnvironment(), workflowOptions()]);
  await addSearchAttributes(env.client, keysOf(searchAttributes));
});
afterEach(() => env.teardown());

/** Skips to the next matching day at this time in Berlin; returns that local time. */
async function jumpTo(isRight: (day: DateTime) => boolean, hour: number, minute: number): Promise<DateTime> {
  const now = DateTime.fromMillis(await env.currentTimeMs(), { zone });
  let at = now.set({ hour, minute, second: 0, millisecond: 0 });
  while (at <= now || !isRight(at)) at = at.plus({ days: 1 });
  await env.sleep(at.toMillis() - now.toMillis());
  return at;
}

/** The Friday before the clocks change, in the night to Sunday. */
const isFridayBefore = (month: number) => (day: DateTime) =>
  day.weekday === 5 &&
  day.month === month &&
  day.plus({ days: 2 }).month === month &&
  day.plus({ days: 9 }).month !== month;

/** What a test can do to its release. The server's clock stands still except in `sleepUntilNudged`. */
interface Play {
  readonly signal: (name: string, payload?: object) => Promise<void>;
  readonly until: (stage: Stage) => Promise<void>;
  /** Skips this duration, and waits until that many nudges have come in all. */
  readonly sleepUntilNudged: (duration: Duration, count: number) => Promise<void>;
}

/** Runs a release on a worker of its own while `play` lasts; returns the times of the events of these types, in Berlin. */
async function timesOf(
  types: readonly EventType[],
  script: Parameters<typeof scriptedActivities>[0],
  play: (release: Play) => Promise<void>,
  request: object = {},
): Promise<string[]> {
  const told: Notice[] = [];
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    ...ours,
    activities: scriptedActivities(script, told),
  });
  await worker.runUntil(async () => {
    const handle = await env.client.workflow.signalWithStart('release', {
      workflowId: `release:T-${Math.random()}`,
      taskQueue,
      signal: 'request',
      signalArgs: [{ actor: 'U_DAN', ...request }],
    });
    // The clock must not jump during a workflow task that is about to set a timer.
    const settled = () =>
      vi.waitFor(async () => {
        const { events } = await handle.fetchHistory();
        const last = events?.at(-1);
        expect(last?.workflowTaskCompletedEventAttributes ?? last?.timerStartedEventAttributes).toBeTruthy();
      }, 30_000);
    await play({
      // The server fires timers a moment after its clock has jumped past them.
      sleepUntilNudged: async (duration, count) => {
        await env.sleep(duration);
        await vi.waitFor(() => {
          expect(eventsOf(told, ['nudged'])).toHaveLength(count);
        }, 30_000);
      },
      signal: (name, payload = {}) => handle.signal(name, { actor: 'U_VERA', ...payload }),
      until: (stage) =>
        vi
          .waitFor(async () => {
            expect(await handle.query('status')).toMatchObject({ stage });
          }, 10_000)
          .then(settled),
    });
    await handle.result();
  });
  return eventsOf(told, types);
}

const eventsOf = (told: readonly Notice[], types: readonly EventType[]): string[] =>
  told.flatMap((notice) =>
    notice.kind === 'event' && types.includes(notice.event.type)
      ? [DateTime.fromMillis(notice.event.at, { zone }).toFormat('ccc HH:mm')]
      : [],
  );

describe('reminders', () => {
  it('to approvers come in working time only, over a night and a weekend', async () => {
    await jumpTo(isOrdinaryFriday, 18, 30);
    const expireAfterMs = 65 * 3_600_000; // Monday 11:30
    const times = await timesOf(['nudged'], { rules: { ...rules, expireAfterMs } }, () => Promise.resolve());
    expect(times).toEqual(['Fri 18:45', 'Mon 10:15', 'Mon 10:45', 'Mon 11:15']);
  });

  it.each([
    ['spring', 3],
    ['autumn', 10],
  ])('keep to the local clock when it changes in %s', async (_, month) => {
    await jumpTo(isFridayBefore(month), 18, 30);
    const expireAfterMs = 66 * 3_600_000;
    const times = await timesOf(['nudged'], { rules: { ...rules, expireAfterMs } }, () => Promise.resolve());
    expect(times.slice(0, 2)).toEqual(['Fri 18:45', 'Mon 10:15']);
  });

  it('are escalated after working time, too', async () => {
    await jumpTo(isOrdinaryFriday, 18, 30);
    const expireAfterMs = 70 * 3_600_000;
    const times = await timesOf(['escalated'], { rules: { ...rules, expireAfterMs } }, () =>
      Promise.resolve(),
    );
    expect(times).toEqual(['Mon 11:30']);
  });

  it('of what is on production come round the clock', async () => {
    await jumpTo(isOrdinaryFriday, 18, 30);
    const times = await timesOf(['nudged'], {}, async ({ signal, until, sleepUntilNudged }) => {
      await until('awaiting_approval');
      await signal('accept');
      await until('ready');
      await signal('depStart', { actor: 'U_DAN' });
      await until('deploying');
      await sleepUntilNudged('130 minutes', 3);
      await signal('depFinish', { actor: 'U_DAN' });
    });
    expect(times).toEqual(['Fri 19:30', 'Fri 20:00', 'Fri 20:30']);
  });

  it('of a hotfix come round the clock', async () => {
    await jumpTo(isOrdinaryFriday, 18, 30);
    const play = async ({ signal, sleepUntilNudged }: Play) => {
      await sleepUntilNudged('80 minutes', 3);
      await signal('cancel', { actor: 'U_DAN' });
    };
    const times = await timesOf(['nudged'], {}, play, { hotfix: true });
    expect(times).toEqual(['Fri 18:45', 'Fri 19:15', 'Fri 19:45']);
  });

  it('to a requester who has the turn wait for the next working day', async () => {
    await jumpTo(isOrdinaryFriday, 18, 55);
    const times = await timesOf(['nudged'], {}, async ({ signal, until, sleepUntilNudged }) => {
      await until('awaiting_approval');
      await signal('accept');
      await until('ready');
      await sleepUntilNudged('64 hours', 2); // Monday 10:55
      await signal('cancel', { actor: 'U_DAN' });
    });
    expect(times).toEqual(['Mon 10:10', 'Mon 10:40']);
  });

  it('come a day before a release expires', async () => {
    await jumpTo(isOrdinaryFriday, 12, 0);
    const expireAfterMs = 48 * 3_600_000;
    const times = await timesOf(['expiryNear', 'expired'], { rules: { ...rules, expireAfterMs } }, () =>
      Promise.resolve(),
    );
    expect(times).toEqual(['Sat 12:00', 'Sun 12:00']);
  });
});
