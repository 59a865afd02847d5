/** Which releases a rebuilt lock asks: all, or, if there are many, those that may concern it. */
import { expect, it } from 'vitest';
import { releasesToAsk } from '../../client/survey-lock.ts';
import type { ListedRelease } from '../../domain/messages/memo.ts';
import { releaseIdOf, releaseWorkflow } from '../../domain/messages/workflows.ts';
import { testNamespace } from '../support/temporal.ts';

const ofNothing = {
  ...{ requester: 'U_ANN', stage: 'queued', since: 0 },
  ...{ tickets: [], components: [], aliases: [], cannotVote: [], approvals: [] },
  ...{ locks: [], neededLocks: [], lettingGo: [] },
} as const;
const db = { component: 'db', mode: 'exclusive' } as const;
const releases: Readonly<Record<string, Partial<ListedRelease>>> = {
  'OF-1': { components: ['db'] },
  'HOLDS-1': { locks: [{ ...db, state: 'held', token: 1 }] },
  'NEEDS-1': { neededLocks: [db] },
  'LEAVES-1': { lettingGo: ['db'] },
  'OTHER-1': { components: ['web'] },
};

it('asks all, or of many those that show that they have to do with it, or nothing yet', async () => {
  const server = await testNamespace();
  const { client } = server;
  for (const [key, release] of Object.entries(releases)) {
    const memo = { release: { key, ticket: key, ...ofNothing, ...release } };
    await client.workflow.start(releaseWorkflow, { workflowId: releaseIdOf(key), taskQueue: 'nobody', memo });
  }
  await client.workflow.start(releaseWorkflow, { workflowId: releaseIdOf('NEW-1'), taskQueue: 'nobody' });
  const asked = async (component: string | null, atMost?: number) =>
    [...(await releasesToAsk(client, component, atMost))].map((id) => id.slice('release:'.length)).sort();
  const everyone = [...Object.keys(releases), 'NEW-1'].sort();
  await expect.poll(() => asked(null)).toEqual(everyone);
  expect(await asked('db')).toEqual(everyone);
  expect(await asked('db', 5)).toEqual(everyone.filter((key) => key !== 'OTHER-1'));
  expect(await asked(null, 5)).toEqual(everyone);
  await server.close();
});
