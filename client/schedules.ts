import { isDeepStrictEqual } from 'node:util';
import { ScheduleAlreadyRunning, ScheduleNotFoundError } from '@temporalio/client';
import type { Client, DayOfWeek, ScheduleDescription, ScheduleOptions } from '@temporalio/client';
import { digestSummary, digestWorkflow, taskQueue } from '../domain/messages/workflows.ts';
import type { DigestKind } from '../domain/messages/due-digest.ts';
import type { DigestTimes } from '../domain/digest-times.ts';

/** What was to be said longer ago is not said any more, in ms. */
const lateByAtMostMs = 3_600_000;

/** By ISO weekday; its Sunday is 7. */
const weekdays: readonly DayOfWeek[] = [
  'SUNDAY',
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
];

const only = <T>(value: T) => ({ start: value, end: value, step: 1 });

type Wanted = Pick<ScheduleOptions, 'spec' | 'policies' | 'action'>;

/** The schedule of what is due then, as Temporal describes it. */
export const scheduleOf = (kind: DigestKind, { days, atMinute, timezone }: DigestTimes) =>
  ({
    spec: {
      calendars: [
        {
          second: [only(0)],
          minute: [only(atMinute % 60)],
          hour: [only(Math.floor(atMinute / 60))],
          dayOfWeek: days.flatMap((day) => weekdays[day] ?? []).map(only),
        },
      ],
      timezone,
    },
    policies: { overlap: 'SKIP', catchupWindow: lateByAtMostMs },
    action: {
      type: 'startWorkflow',
      workflowType: digestWorkflow,
      workflowId: kind,
      args: [kind],
      taskQueue,
      // Temporal starts it on time, whether or not there is a worker.
      workflowExecutionTimeout: lateByAtMostMs,
      staticSummary: digestSummary[kind],
    },
  }) as const satisfies Wanted;

/**
 * Makes the schedule of a kind what it is to be, null: none. Nothing is sent where it is that already, and whether somebody has paused it
 * stays. Several may do so at once. Throws Temporal's errors, and where somebody else's has that name.
 */
export async function keepSchedule(
  client: Client,
  kind: DigestKind,
  times: DigestTimes | null,
): Promise<void> {
  const schedule = client.schedule.getHandle(kind);
  const described = await schedule.describe().catch(nullIfNotFound);
  const isForeign = described !== null && !isOurs(described);
  if (times === null) {
    if (described !== null && !isForeign) await schedule.delete().catch(nullIfNotFound);
    return;
  }
  if (isForeign)
    throw new Error(`The namespace has a schedule "${kind}" of somebody else, which stays as it is`);
  const wanted = scheduleOf(kind, times);
  if (described === null) {
    await client.schedule.create({ scheduleId: kind, ...wanted }).catch(unlessThere);
  } else if (!isDeepStrictEqual(shownOf(described), wanted)) {
    await schedule.update(({ state }) => ({ ...wanted, state }));
  }
}

/** A namespace may be shared with others. */
const isOurs = ({ action }: ScheduleDescription): boolean =>
  action.workflowType === digestWorkflow && action.taskQueue === taskQueue;

/** What of a schedule is ours to say, in the form of `scheduleOf`. */
function shownOf({ spec, policies, action }: ScheduleDescription) {
  const { overlap, catchupWindow } = policies;
  const { type, workflowType, workflowId, args, workflowExecutionTimeout, staticSummary } = action;
  return {
    spec: {
      calendars: (spec.calendars ?? []).map(({ second, minute, hour, dayOfWeek }) => ({
        second,
        minute,
        hour,
        dayOfWeek,
      })),
      timezone: spec.timezone,
    },
    policies: { overlap, catchupWindow },
    action: {
      ...{ type, workflowType, workflowId, args },
      ...{ taskQueue: action.taskQueue, workflowExecutionTimeout, staticSummary },
    },
  };
}

function nullIfNotFound(error: unknown): null {
  if (error instanceof ScheduleNotFoundError) return null;
  throw error;
}

/** Another worker was faster. */
function unlessThere(error: unknown): void {
  if (!(error instanceof ScheduleAlreadyRunning)) throw error;
}
