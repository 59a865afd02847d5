import type { Client } from '@temporalio/client';
import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js';
import type { ListedRelease } from '../domain/messages/memo.ts';
import type { Stage } from '../domain/release/stage.ts';
import { isEnd } from '../domain/release/stage.ts';
import { releaseWorkflow } from '../domain/messages/workflows.ts';
import { cursorOf, positionOf } from './cursor.ts';
import { all, attributeIn, inStatus, ofType, releaseShown } from './visibility.ts';

export interface ReleasePage {
  readonly releases: readonly ListedRelease[];
  /** The cursor for the next page; null: there is none. */
  readonly cursor: string | null;
}

/** Which releases to list; without a stage, the open ones. */
export interface ReleaseFilter {
  /** Releases that touch one of them; null: all. */
  readonly components: readonly string[] | null;
  readonly stage: Stage | null;
}

const pageSize = 50;
const withinMs = 5000;

/**
 * A page of releases, newest first. Ended ones are included as long as Temporal remembers them. Null if the cursor is invalid. Throws
 * Temporal's errors.
 */
export async function releasePage(
  client: Client,
  { components, stage }: ReleaseFilter,
  cursor: string | null,
): Promise<ReleasePage | null> {
  const nextPageToken = cursor === null ? null : positionOf('releases', cursor);
  if (cursor !== null && nextPageToken === null) return null;
  const { namespace, loadedDataConverter } = client.options;
  const query = all(
    ofType(releaseWorkflow),
    // The workflow of an ended release runs until everything is delivered, which may take as long as Slack is down.
    inStatus('Running', ...(stage !== null && isEnd(stage) ? ['Completed'] : [])),
    ...(stage === null ? [] : [attributeIn('DobroStage', stage)]),
    ...(components === null ? [] : [attributeIn('DobroComponents', ...components)]),
  );
  const found = await client.withDeadline(Date.now() + withinMs, () =>
    client.workflowService.listWorkflowExecutions({
      ...{ namespace, query, pageSize, nextPageToken },
    }),
  );
  const listed = await Promise.all(
    found.executions.map((raw) => executionInfoFromRaw(raw, loadedDataConverter, null, namespace)),
  );
  const wanted = (shown: ListedRelease) => (stage === null ? !isEnd(shown.stage) : shown.stage === stage);
  return {
    releases: listed.flatMap((one) => {
      const shown = releaseShown(one);
      return shown !== null && wanted(shown) ? [shown] : [];
    }),
    cursor: found.nextPageToken.length === 0 ? null : cursorOf('releases', Buffer.from(found.nextPageToken)),
  };
}
