import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { DigestActivities } from '../domain/messages/activities.ts';
import { dueTime } from '../domain/messages/definitions.ts';
import type { DigestKind } from '../domain/messages/due-digest.ts';
import { untilDelivered } from './until-delivered.ts';

const { postDigest } = proxyActivities<DigestActivities>(untilDelivered);

/** Posts to the release channel what is due. A schedule starts it, and sets the time that it is for. */
export async function digest(kind: DigestKind): Promise<void> {
  const { workflowId, startTime, typedSearchAttributes } = workflowInfo();
  const at = typedSearchAttributes.get(dueTime) ?? startTime;
  await postDigest({ kind, id: workflowId, at: at.getTime() });
}
