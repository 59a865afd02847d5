import type { Client } from '@temporalio/client';
import type { DigestKind } from '../domain/messages/due-digest.ts';
import { dueTime } from '../domain/messages/definitions.ts';
import { digestWorkflow } from '../domain/messages/workflows.ts';
import { all, inStatus, ofType, startedBy } from './visibility.ts';

/** When the last delivered message of a kind was due, epoch ms; null if Temporal remembers none. Throws Temporal's errors. */
export async function lastDigest(client: Client, kind: DigestKind): Promise<number | null> {
  const query = all(ofType(digestWorkflow), startedBy(kind), inStatus('Completed'));
  for await (const { typedSearchAttributes } of client.workflow.list({ query, pageSize: 1 }))
    return typedSearchAttributes.get(dueTime)?.getTime() ?? null;
  return null;
}
