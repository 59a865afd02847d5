import type { Client } from '@temporalio/client';
import type { ListedRelease } from '../domain/messages/memo.ts';
import { byLocks } from '../domain/release/stage.ts';
import { all, attributeIn, openReleases, releaseShown } from './visibility.ts';

interface ReleaseThere {
  readonly workflowId: string;
  readonly release: ListedRelease;
}

/** The open releases that hold locks or wait for them, those on production among them. Throws Temporal's errors. */
export async function inLocks(client: Client): Promise<readonly ReleaseThere[]> {
  const query = all(openReleases, attributeIn('DobroStage', ...byLocks));
  const there: ReleaseThere[] = [];
  for await (const listed of client.workflow.list({ query })) {
    const release = releaseShown(listed);
    if (release !== null) there.push({ workflowId: listed.workflowId, release });
  }
  return there;
}
