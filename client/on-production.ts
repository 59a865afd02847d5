import type { Client } from '@temporalio/client';
import type { ListedRelease } from '../domain/messages/memo.ts';
import { lifecycle } from '../domain/release/lifecycle.ts';
import { stages } from '../domain/release/stage.ts';
import { all, attributeIn, openReleases, releaseShown } from './visibility.ts';

const stagesThere = stages.filter((stage) => lifecycle[stage].onProduction);

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
