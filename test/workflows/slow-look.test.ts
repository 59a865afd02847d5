/** A slow tracker during `dep start`. */
import { expect, it } from 'vitest';
import { releaseCommandUpdate, statusQuery } from '../../domain/messages/definitions.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import { releaseIdOf, releaseWorkflow, taskQueue } from '../../domain/messages/workflows.ts';
import { eventually } from '../support/eventually.ts';
import { inProcessWorker } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';

it('who starts a release hears that it is looked at, and what is said meanwhile comes after', async () => {
  const server = await testNamespace();
  const told: Notice[] = [];
  const scripted = scriptedActivities({}, told);
  let answer = (): void => undefined;
  let isSlow = false;
  const { worker, connection } = await inProcessWorker(server, {
    ...scripted,
    checkTicket: async (asked: Parameters<typeof scripted.checkTicket>[0]) => {
      if (isSlow) await new Promise<void>((resolve) => (answer = resolve));
      return scripted.checkTicket(asked);
    },
  });
  await worker.runUntil(async () => {
    const release = await server.client.workflow.start(releaseWorkflow, {
      workflowId: releaseIdOf('SLOW-1'),
      taskQueue,
    });
    const until = (stage: string) =>
      eventually(async () => {
        expect((await release.query(statusQuery)).stage).toBe(stage);
      });
    await release.signal('request', { actor: 'U_DAN' });
    await until('awaiting_approval');
    await release.signal('accept', { actor: 'U_VERA' });
    await until('ready');
    isSlow = true;
    await release.signal('depStart', { actor: 'U_DAN' });
    const finished = release.executeUpdate(releaseCommandUpdate, {
      args: [{ signal: 'depFinish', actor: 'U_DAN' }],
    });
    await eventually(() => {
      expect(told.at(-1)).toMatchObject({ kind: 'looking', actor: 'U_DAN' });
    });
    expect(await release.query(statusQuery)).toMatchObject({ stage: 'ready', waitingFor: 'checks' });
    answer();
    expect(await finished).toEqual({ done: true, stage: 'finished' });
    await release.result();
  });
  expect(told.flatMap((notice) => (notice.kind === 'answer' ? [notice.answer] : []))).toContainEqual({
    done: true,
    stage: 'deploying',
  });
  await connection.close();
  await server.close();
});
