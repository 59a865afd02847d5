/** Commands that wait a long time for one another. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { lastRelease } from '../../client/closed-runs.ts';
import type { Activities } from '../../domain/messages/activities.ts';
import { commandSignal, statusQuery } from '../../domain/messages/definitions.ts';
import { releaseIdOf, releaseWorkflow, taskQueue } from '../../domain/messages/workflows.ts';
import { slowMs } from '../histories/crowded-scenarios.ts';
import { critical } from '../histories/steps.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';

it('each has a time of its own, and lists show what came of it while the next one waits', async () => {
  const server = await testNamespace();
  const workflowId = releaseIdOf('PAY-1');
  const stage = async () => (await lastRelease(server.client, workflowId))?.release.stage;
  const scripted = scriptedActivities({ scope: { ...critical, locks: [] } }, []);
  const shown: (string | undefined)[] = [];
  const lookUpRoles: Activities['lookUpRoles'] = async (asked) => {
    shown.push(await stage());
    if (shown.length === 1) await sleep(slowMs);
    return scripted.lookUpRoles(asked);
  };
  const end = await startInProcess(server, { ...scripted, lookUpRoles });
  const release = await server.client.workflow.start(releaseWorkflow, { workflowId, taskQueue });
  await release.signal(commandSignal('request'), { actor: 'U_DAN' });
  await expect.poll(stage).toBe('awaiting_approval');
  await release.signal(commandSignal('accept'), { actor: 'U_VERA' });
  await release.signal(commandSignal('adminHere'), { actor: 'U_ADAM' });
  await expect.poll(stage).toBe('ready');
  const { history } = await release.query(statusQuery);
  const at = (type: string) => Date.parse(history.find((event) => event.type === type)?.at ?? '');
  expect(at('adminFound') - at('accepted')).toBeGreaterThanOrEqual(slowMs);
  expect(shown).toEqual(['awaiting_approval', 'awaiting_admin']);
  await end();
  await server.close();
});
