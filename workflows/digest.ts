import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { DigestActivities } from '../domain/messages/activities.ts';
import type { DigestKind } from '../domain/messages/digest.ts';
import { untilSaid } from './until-said.ts';

const { postDigest } = proxyActivities<DigestActivities>(untilSaid);

/** Tells the release channel what is due. Returns the instant of which it is (epoch ms), which the schedule hands to the next one. */
export async function digest(kind: DigestKind): Promise<number> {
  const { workflowId, startTime, lastResult, typedSearchAttributes } = workflowInfo();
  const due = typedSearchAttributes.get(
    defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME),
  );
  const at = (due ?? startTime).getTime();
  await postDigest({ kind, id: workflowId, at, last: typeof lastResult === 'number' ? lastResult : null });
  return at;
}
