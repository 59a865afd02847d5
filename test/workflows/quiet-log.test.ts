/** What is ignored is logged, but a sender of many malformed signals does not fill the worker's disk with log lines. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { statusQuery } from '../../domain/messages/definitions.ts';
import { lockIdOf, releaseIdOf, taskQueue } from '../../domain/messages/workflows.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';

const signals = 254;
const longestEach = 800;

/** What the worker writes to its log while the test runs. */
function logged(): readonly string[] {
  const written: string[] = [];
  const stderr = vi
    .spyOn(process.stderr, 'write')
    .mockImplementation((text) => written.push(String(text)) > 0);
  onTestFinished(() => {
    stderr.mockRestore();
  });
  return written;
}

it('a signal with the command ID of another one is logged, and what is delivered twice is not', async () => {
  const written = logged();
  const ignored = () => written.filter((text) => text.includes('with the ID of another command was ignored'));
  const server = await testNamespace();
  const end = await startInProcess(server, scriptedActivities({}, []));
  const release = await server.client.workflow.signalWithStart('release', {
    ...{ workflowId: releaseIdOf('Q-2'), taskQueue, signal: 'request' },
    signalArgs: [{ actor: 'U_ANN', commandId: 'one' }],
  });
  await expect.poll(async () => (await release.query(statusQuery)).stage).toBe('awaiting_approval');
  const lock = await server.client.workflow.start('lock', { workflowId: lockIdOf('web'), taskQueue });
  const freeze = { actor: 'U_VERA', reason: 'works', commandId: 'two' };
  for (const [to, signal, payload] of [
    [release, 'request', { actor: 'U_ANN', commandId: 'one' }],
    [release, 'cancel', { actor: 'U_ANN', commandId: 'one' }],
    [lock, 'freeze', freeze],
    [lock, 'freeze', freeze],
    [lock, 'unfreeze', freeze],
  ] as const)
    await to.signal(signal, payload);
  await expect.poll(() => ignored().length).toBe(2);
  expect(
    ignored()
      .map((text) => /name: '(\w+)'/.exec(text)?.[1])
      .sort(),
  ).toEqual(['cancel', 'unfreeze']);
  expect((await release.query(statusQuery)).stage).toBe('awaiting_approval');
  await end();
  await server.close();
});

it('254 malformed signals of 10 kB each write some 150 kB, not 2.6 MB', async () => {
  const written = logged();
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
