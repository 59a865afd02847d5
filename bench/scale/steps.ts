import type { Payload } from '@temporalio/common';
import type { History } from '../cost.ts';
import type { Step } from './names.ts';

type Event = NonNullable<History['events']>[number];

/** What the workflow of this history did, one step per workflow task. */
export function stepsOf({ events }: History): readonly Step[] {
  const all = events ?? [];
  const results = new Map(all.map(resultOf));
  const steps: Step[] = [];
  /** How many activities had completed when the current workflow task started. */
  let after = 0;
  let ended = 0;
  let commands: Event[] = [];
  const take = () => {
    if (commands.length > 0) steps.push(stepOf(after, commands, results));
    commands = [];
  };
  for (const event of all) {
    if (event.workflowTaskStartedEventAttributes) {
      take();
      after = ended;
    } else if (event.activityTaskCompletedEventAttributes) ended += 1;
    else commands.push(event);
  }
  take();
  return steps;
}

function stepOf(after: number, commands: readonly Event[], results: ReadonlyMap<unknown, number>): Step {
  const count = (is: (event: Event) => unknown) => commands.filter((event) => Boolean(is(event))).length;
  return {
    after,
    memos: count((event) => event.workflowPropertiesModifiedEventAttributes),
    attributes: count((event) => event.upsertWorkflowSearchAttributesEventAttributes),
    timers: count((event) => event.timerStartedEventAttributes),
    activities: commands.flatMap((event) => {
      const scheduled = event.activityTaskScheduledEventAttributes;
      if (!scheduled) return [];
      return [{ input: size(scheduled.input), result: results.get(String(event.eventId)) ?? 0 }];
    }),
  };
}

/** The ID of the event that scheduled the activity, and the size of its result in bytes. */
function resultOf({ activityTaskCompletedEventAttributes: completed }: Event): [string, number] {
  return [String(completed?.scheduledEventId), size(completed?.result)];
}

const size = (payloads: { readonly payloads?: Payload[] | null } | null | undefined): number =>
  (payloads?.payloads ?? []).reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
