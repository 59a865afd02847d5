/** Many approvers, behind a Slack that enforces its documented limits: all are asked, once, and nobody else waits for them. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { inBatches } from '../../domain/in-batches.ts';
import { shipping, startCompany, type Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import type { SlackLine } from '../support/slack-line.ts';
import { Transcript } from '../support/transcript.ts';
import { patienceMs } from '../support/patience.ts';

let company: Company;
let line: SlackLine;
const crowd = Array.from({ length: 150 }, (_, n) => `U_ENG${n}`);

beforeAll(async () => {
  company = await startCompany({
    tickets: { 'CROWD-1': ['billing'], 'CROWD-2': ['ios-app'] },
    settings: { people: { approvers: ['U_NORA', 'S_ENG'], admins: ['U_SAM'] } },
    ownLine: true,
    tiersAtSpeed: 5,
  });
  if (company.line === null) throw new Error('The company has no line of its own');
  ({ line } = company);
  line.setGroup('S_ENG', crowd);
});
afterAll(() => company.close());

/** How many messages about a ticket each approver got. */
async function asked(ticket: string): Promise<readonly number[]> {
  const times: number[] = [];
  for await (const some of inBatches(crowd, 25)) {
    const told = some.map(async (user) => {
      const messages = await company.slack.messages(await company.slack.dm(user));
      return messages.filter(({ text }) => text?.includes(`|${ticket}>`)).length;
    });
    times.push(...(await Promise.all(told)));
  }
  return times;
}

const posted = () => line.faults.calls('chat.postMessage').length;

it('asks each of a crowd once, though the worker is killed among them, and answers meanwhile', async () => {
  await company.say('U_ANN', 'dobro CROWD-1');
  await vi.waitUntil(() => posted() > 100, { timeout: patienceMs, interval: 5 });
  expect(posted(), 'it is among them').toBeLessThan(crowd.length);
  await company.worker().kill();
  await company.startWorker();
  await company.say('U_NORA', 'accept CROWD-1');
  const transcript = new Transcript(company);
  await transcript.untilSaid('general', /^Done/);
  await transcript.untilSaid('U_SAM', /CROWD-1.*waits for an admin|CROWD-1.*needs an admin|CROWD-1/);
  await transcript.untilSaid('shipping', /gave the good/);
  // Approvers who had not been asked before the approval need not be. The new worker checks each of them once, because it does not
  // know whom the other one asked.
  await vi.waitFor(
    async () => {
      const { raw } = await company.temporal.client.workflow.getHandle('release:CROWD-1').describe();
      expect(raw.pendingActivities ?? []).toEqual([]);
    },
    { timeout: 300_000, interval: 500 },
  );
  const times = await asked('CROWD-1');
  expect(Math.max(...times)).toBe(1);
  expect(times.filter((count) => count === 1).length).toBeGreaterThan(90);
}, 300_000);

it('serves all of a crowd within what Slack takes, in few activities', async () => {
  // A killed worker leaves no record of its calls, so limited calls up to here do not count.
  const before = line.tiers?.limited().length ?? 0;
  await company.say('U_BEN', 'dobro CROWD-2');
  await eventually(async () => {
    expect(new Set(await asked('CROWD-2'))).toEqual(new Set([1]));
  });
  const { events } = await company.temporal.client.workflow.getHandle('release:CROWD-2').fetchHistory();
  const delivering = (events ?? []).filter(
    ({ activityTaskScheduledEventAttributes: scheduled }) =>
      scheduled?.activityType?.name === 'deliverNotices',
  );
  expect(delivering.length).toBeLessThan(5);
  expect(line.tiers?.limited().slice(before)).toEqual([]);
  expect((await company.slack.messages(shipping)).length).toBeGreaterThan(1);
}, 300_000);
