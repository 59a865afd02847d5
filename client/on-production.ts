import type { Client } from '@temporalio/client';
import type { ListedRelease } from '../domain/messages/memo.ts';
import { onProduction as stagesThere } from '../domain/release/stage.ts';
import { all, attributeIn, openReleases, releaseShown } from './visibility.ts';

interface ReleaseThere {
  readonly workflowId: string;
  readonly release: ListedRelease;
}

/** The open releases that are on production. Throws Temporal's errors. */
export async function onProduction(client: Client): Promise<readonly ReleaseThere[]> {
  const query = all(openReleases, attributeIn('DobroStage', ...stagesThere));
  const there: ReleaseThere[] = [];
  for await (const listed of client.workflow.list({ query })) {
    const release = releaseShown(listed);
    if (release !== null) there.push({ workflowId: listed.workflowId, release });
  }
  return there;
}
