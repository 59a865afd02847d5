/** Slack is down and people write long notes: the release accumulates more than a run may pass to the next one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultPayloadConverter } from '@temporalio/common';
import { releaseCommandUpdate, statusQuery } from '../../domain/messages/definitions.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import type { ReleaseInput } from '../../domain/messages/runs.ts';
import { releaseIdOf, releaseWorkflow, taskQueue } from '../../domain/messages/workflows.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace } from '../support/temporal.ts';
import type { TestNamespace } from '../support/temporal.ts';

/** Temporal's limit for a payload, in bytes. */
const mostHandedOver = 2_000_000;
const commands = 400;
const atOnce = 10;

let server: TestNamespace;
let end: () => Promise<void>;
let slackIsAway = true;
const told: Notice[] = [];
beforeAll(async () => {
  server = await testNamespace();
  const activities = scriptedActivities({}, told);
  end = await startInProcess(server, {
    ...activities,
    deliverNotices: (...round: Parameters<typeof activities.deliverNotices>) =>
      slackIsAway ? Promise.reject(new Error('Slack is away')) : activities.deliverNotices(...round),
  });
});
afterAll(async () => {
  await end();
  await server.close();
});

it('goes on with what is newest, and tells it when Slack is back', { timeout: 300_000 }, async () => {
  const { workflowId } = await server.client.workflow.signalWithStart(releaseWorkflow, {
    ...{ workflowId: releaseIdOf('LONG-1'), taskQueue },
    ...{ signal: 'request', signalArgs: [{ actor: 'U_ANN' }] },
  });
  const handle = server.client.workflow.getHandle(workflowId);
  const command = (payload: object) =>
    handle.executeUpdate(releaseCommandUpdate, { args: [payload as never] });
  await expect.poll(async () => (await handle.query(statusQuery)).stage).toBe('awaiting_approval');
  await command({ signal: 'accept', actor: 'U_VERA' });
  for (let n = 0; n < commands; n += atOnce) {
    const notes = Array.from({ length: atOnce }, (_, index) => ({
      ...{ signal: 'adminHere', actor: `U_ADAM${String(n + index)}` },
      reason: 'ы'.repeat(2900),
    }));
    await Promise.all(notes.map(command));
  }

  const { history, stage } = await handle.query(statusQuery);
  expect(stage).toBe('ready');
  expect(history.at(-1)?.n).toBeGreaterThan(commands);
  expect(history.filter(({ type }) => type === 'adminFound').length).toBeGreaterThan(commands / 2);
  const handedOver = await lastHandedOver(workflowId);
  expect(handedOver.byteLength).toBeLessThan(mostHandedOver);
  const { state, notices, left } = JSON.parse(new TextDecoder().decode(handedOver)) as ReleaseInput;
  expect(state?.events.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['requested', 'checksPassed']),
  );
  expect([...left.notices, ...notices].at(-1)).toMatchObject({ kind: 'event' });

  slackIsAway = false;
  await command({ signal: 'cancel', actor: 'U_ANN' });
  expect(await handle.result()).toMatchObject({ stage: 'cancelled' });
  expect(told.some((notice) => notice.kind === 'event' && notice.event.type === 'cancelled')).toBe(true);
});

/** The input of the open run, as JSON. */
async function lastHandedOver(workflowId: string): Promise<Uint8Array> {
  const { events } = await server.client.workflow.getHandle(workflowId).fetchHistory();
  const [input] = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  expect(defaultPayloadConverter.fromPayload(input ?? {})).toHaveProperty('state');
  return input?.data ?? new Uint8Array();
}
