import { isDeepStrictEqual } from 'node:util';
import { ScheduleAlreadyRunning, ScheduleNotFoundError } from '@temporalio/client';
import type { Client, DayOfWeek, ScheduleDescription, ScheduleOptions } from '@temporalio/client';
import { digestSummary, digestWorkflow, taskQueue } from '../domain/messages/workflows.ts';
import type { DigestKind } from '../domain/messages/due-digest.ts';
import type { DigestTimes } from '../domain/digest-times.ts';

/** A message that is later than this is dropped, in ms. */
const lateByAtMostMs = 3_600_000;

/** By ISO weekday, in which Sunday is 7. */
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

/** The schedule of a kind of message, in the form in which Temporal describes it. */
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
      // Temporal starts it on time, even without a worker.
      workflowExecutionTimeout: lateByAtMostMs,
      staticSummary: digestSummary[kind],
    },
  }) as const satisfies Wanted;

/**
 * Brings the schedule of a kind in line with `times`; null: deletes it. Sends nothing if it is right already, and does not unpause it.
 * Several workers may do this at once. Throws Temporal's errors, and an error if a schedule of somebody else has that name.
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

/** The namespace may be shared with others. */
const isOurs = ({ action }: ScheduleDescription): boolean =>
  action.workflowType === digestWorkflow && action.taskQueue === taskQueue;

/** The parts of a schedule that we define, in the form of `scheduleOf`. */
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
