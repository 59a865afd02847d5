import type { Client } from '@temporalio/client';
import type { ListedRelease } from '../domain/messages/memo.ts';
import { byLocks } from '../domain/release/stage.ts';
import type { OpenStage } from '../domain/release/stage.ts';
import { all, attributeIn, openReleases, releaseShown } from './visibility.ts';

/** An open release, as Temporal's lists show it. */
export interface OpenRelease {
  readonly workflowId: string;
  readonly release: ListedRelease;
}

/** All listed releases, or those in one of these stages. The list may lag. Throws Temporal's errors. */
export async function* shownReleases(
  client: Client,
  ...stages: readonly OpenStage[]
): AsyncGenerator<OpenRelease> {
  const query = stages.length === 0 ? openReleases : all(openReleases, attributeIn('DobroStage', ...stages));
  for await (const listed of client.workflow.list({ query })) {
    const release = releaseShown(listed);
    if (release !== null) yield { workflowId: listed.workflowId, release };
  }
}

/** The releases that hold locks or wait for them, including those on production. Throws Temporal's errors. */
export async function inLocks(client: Client): Promise<readonly OpenRelease[]> {
  const there: OpenRelease[] = [];
  for await (const shown of shownReleases(client, ...byLocks)) there.push(shown);
  return there;
}
