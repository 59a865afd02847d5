/** A sender of many malformed signals does not fill the worker's disk with log lines. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { statusQuery } from '../../domain/messages/definitions.ts';
import { releaseIdOf, taskQueue } from '../../domain/messages/workflows.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';

const signals = 254;
const longestEach = 800;

it('254 malformed signals of 10 kB each write some 150 kB, not 2.6 MB', async () => {
  const written: string[] = [];
  const stderr = vi
    .spyOn(process.stderr, 'write')
    .mockImplementation((text) => written.push(String(text)) > 0);
  onTestFinished(() => {
    stderr.mockRestore();
  });
  const server = await testNamespace();
  const end = await startInProcess(server, scriptedActivities({}, []));
  const release = await server.client.workflow.signalWithStart('release', {
    ...{ workflowId: releaseIdOf('Q-1'), taskQueue, signal: 'request' },
    signalArgs: [{ actor: 'U_ANN' }],
  });
  for (let n = 0; n < signals; n += 1)
    await release.signal(n % 2 === 0 ? 'accept' : 'lockGranted', { nobody: `${n} ${'x'.repeat(10_000)}` });
  await expect
    .poll(() => written.filter((text) => /malformed \w+ was ignored/.test(text)).length)
    .toBe(signals);
  await expect.poll(async () => (await release.query(statusQuery)).stage).toBe('awaiting_approval');
  await end();
  await server.close();
  expect(written.join('').length).toBeLessThan(signals * longestEach);
});
