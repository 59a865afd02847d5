import {
  condition,
  defineQuery,
  defineSignal,
  proxyActivities,
  setHandler,
  sleep,
  upsertMemo,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import { beginSignal } from './names.ts';
import type { ScaleFloorActivities, Step } from './names.ts';

const stage = defineSearchAttributeKey('DobroStage', 'KEYWORD');
const options = { startToCloseTimeout: '1 minute' } as const;
const { answer } = proxyActivities<ScaleFloorActivities>(options);

/** The minimal workflow with the events and activities of a release: repeats each of its workflow tasks, then waits as it does. */
export async function waiting(): Promise<never> {
  const begun: (readonly Step[])[] = [];
  let ended = 0;
  setHandler(defineSignal<[readonly Step[]]>(beginSignal), (steps) => {
    begun.push(steps);
  });
  setHandler(defineQuery<number>('status'), () => ended);
  const perform = async (input: number, result: number) => {
    await answer('x'.repeat(input), result);
    ended += 1;
  };
  await condition(() => begun.length > 0);
  for (const [index, step] of (begun[0] ?? []).entries()) {
    await condition(() => ended >= step.after);
    for (let n = 0; n < step.memos; n += 1) upsertMemo({ step: index });
    for (let n = 0; n < step.attributes; n += 1)
      upsertSearchAttributes([{ key: stage, value: String(index) }]);
    for (let n = 0; n < step.timers; n += 1) void sleep('1 day');
    for (const { input, result } of step.activities) void perform(input, result);
  }
  for (;;) await condition(() => false);
}
