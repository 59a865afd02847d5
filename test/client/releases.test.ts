/** What the visibility lists show of open releases. No worker runs these. */
import { defineSearchAttributeKey } from '@temporalio/common';
import { expect, it } from 'vitest';
import { Releases } from '../../client/releases.ts';
import type { ListedRelease } from '../../domain/messages/memo.ts';
import type { OpenStage } from '../../domain/release/stage.ts';
import { registerSearchAttributes } from '../../worker/search-attributes.ts';
import { releaseIdOf, releaseWorkflow } from '../../domain/messages/workflows.ts';
import { eventually } from '../support/eventually.ts';
import { testNamespace } from '../support/temporal.ts';

const stageKey = defineSearchAttributeKey('DobroStage', 'KEYWORD');
const componentsKey = defineSearchAttributeKey('DobroComponents', 'KEYWORD_LIST');

const release = (n: number, stage: OpenStage): ListedRelease => ({
  key: `key-${n}`,
  ticket: `PAY-${n}`,
  tickets: [`PAY-${n}`],
  aliases: [],
  title: null,
  url: null,
  requester: 'U_ANN',
  admin: null,
  components: [n % 2 === 0 ? 'even' : 'odd'],
  stage,
  since: n,
  locks: [],
  neededLocks: [],
  lettingGo: [],
  cannotVote: [],
  approvals: [],
});

const stages: readonly OpenStage[] = [
  'deploying',
  'needs_work',
  'awaiting_approval',
  'checking',
  'queued',
  'awaiting_approval',
  'ready',
  'awaiting_admin',
];

it('lists all that have the good, and of the others the latest and how many more there are', async () => {
  const server = await testNamespace();
  const { client } = server;
  await registerSearchAttributes(client);
  for (const [n, stage] of stages.entries()) {
    const told = release(n, stage);
    await client.workflow.start(releaseWorkflow, {
      workflowId: releaseIdOf(told.ticket),
      taskQueue: 'nobody',
      memo: { release: told },
      typedSearchAttributes: [
        { key: stageKey, value: stage },
        { key: componentsKey, value: [...told.components] },
      ],
    });
  }
  const releases = new Releases(client);
  const queued = async (component: string | null, most: number) => {
    const { releases: found, unlisted } = await releases.queued(component, most);
    return { numbers: found.map(({ since }) => since), unlisted };
  };
  await eventually(async () => {
    expect(await queued(null, 50)).toEqual({ numbers: [0, 1, 2, 3, 4, 5, 6, 7], unlisted: 0 });
  });
  expect(await queued(null, 2)).toEqual({ numbers: [0, 3, 4, 5, 6, 7], unlisted: 2 });
  expect(await queued('odd', 1)).toEqual({ numbers: [5, 7], unlisted: 2 });
});
