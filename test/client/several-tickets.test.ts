/** Releases of several tickets: each key leads to its release, and belongs to no other while that is open. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dispatch, passOn } from '../../client/dispatch.ts';
import { earlierRelease } from '../../client/earlier-release.ts';
import type { PersonsOrder } from '../../client/errands.ts';
import { freeAliases, keyHolder, releaseWithKey, reviveAliases } from '../../client/key-holder.ts';
import { releaseShown } from '../../client/visibility.ts';
import { Releases } from '../../client/releases.ts';
import { loadSettings } from '../../config/load-settings.ts';
import { commandSignal, releaseCommandUpdate, statusQuery } from '../../domain/messages/definitions.ts';
import type { AskedQuestion } from '../../domain/messages/asked-question.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import { nobody } from '../../domain/messages/origin.ts';
import { releaseIdOf, ticketOfRelease } from '../../domain/messages/workflows.ts';
import type { CheckReport } from '../../domain/release/check-report.ts';
import type { ReleaseAnswer } from '../../domain/release/answers.ts';
import type { Settings } from '../../domain/settings.ts';
import { eventually } from '../support/eventually.ts';
import { startInProcess } from '../support/in-process-worker.ts';
import { rules, scriptedActivities } from '../support/scripted-activities.ts';
import { testNamespace, type TestNamespace } from '../support/temporal.ts';

const told: Notice[] = [];
const asked: AskedQuestion[] = [];
const passing: CheckReport = {
  outcome: 'checked',
  title: 'Title',
  url: 'https://t.example.com/1',
  missingSigns: [],
  evidence: {},
  scope: {
    components: ['app'],
    unknownComponents: [],
    leftOut: [],
    locks: [],
    adminNeeded: false,
    approvals: [{ component: 'app', needed: 1 }],
  },
  rules,
};
let report: CheckReport = passing;
const scripted = scriptedActivities({ report: () => report }, told);
let isSlackDown = false;
let server: TestNamespace;
let client: Client;
let releases: Releases;
let settings: Settings;
let stopWorker: () => Promise<void>;

beforeAll(async () => {
  server = await testNamespace();
  ({ client } = server);
  releases = new Releases(client);
  settings = await loadSettings('dobrobot.yaml');
  stopWorker = await startInProcess(server, {
    ...scripted,
    deliverNotices: (...round: Parameters<typeof scripted.deliverNotices>) =>
      isSlackDown ? Promise.reject(new Error('Slack is down')) : scripted.deliverNotices(...round),
    answerQuestion: (question: AskedQuestion) => {
      asked.push(question);
      return Promise.resolve();
    },
    keyHolder: ({ workflowId, by }: Parameters<typeof scripted.keyHolder>[0]) =>
      keyHolder(client, workflowId, by),
    passOn: ({ ticket, request }: Parameters<typeof scripted.passOn>[0]) => passOn(client, ticket, request),
    openRelease: async (run: Parameters<typeof scripted.openRelease>[0]) => ({
      ...(await scripted.openRelease(run)),
      earlier: await earlierRelease(client, run.workflowId, run.runId),
      heldBy: await releaseWithKey(client, ticketOfRelease(run.workflowId)),
    }),
  });
});
afterAll(async () => {
  await stopWorker();
  await server.close();
});
beforeEach(() => {
  told.length = 0;
  report = passing;
});

const options = { wikiLink: null, noNeedAdmin: true, hotfix: false, components: null };

async function by(actor: string, order: PersonsOrder, commandId = randomUUID()) {
  const done = await dispatch(client, settings, order, { ...nobody, actor, via: 'api', commandId });
  if (done.about === 'lock') throw new Error('A lock answered');
  return done.about === 'unreached' ? { done: false as const, ...done.unreached } : done.answer;
}
const ask = (actor: string, ...tickets: readonly string[]) =>
  by(actor, { type: 'request', subject: { tickets, text: null }, options });
const cancel = (actor: string, ticket: string) => by(actor, { type: 'cancel', ticket, reason: null });
const status = (ticket: string) => client.workflow.getHandle(releaseIdOf(ticket)).query(statusQuery);
const untilStage = (ticket: string, stage: string) =>
  eventually(async () => {
    expect(await status(ticket)).toMatchObject({ stage });
  });

let count = 0;
const newTickets = (...names: readonly string[]) => {
  count += 1;
  return names.map((name) => `${name}-${count}`);
};
type Two = [string, string];
type Three = [string, string, string];

describe('a release of several tickets', () => {
  it('is reached by each of its keys, in every way', async () => {
    const [a, b] = newTickets('A', 'B') as Two;
    expect(await ask('U_ANN', a, b)).toEqual({ done: true, stage: 'checking' });
    await untilStage(a, 'awaiting_approval');
    expect(await status(a)).toMatchObject({ ticket: a, tickets: [a, b] });
    expect((await releases.last(b))?.status).toMatchObject({ ticket: a, tickets: [a, b] });
    await expect(status(b)).rejects.toThrow(`This belongs to the release ${a}: ask release:${a}`);

    const commandId = randomUUID();
    const accepted = { done: true, stage: 'ready' };
    expect(await by('U_VERA', { type: 'accept', ticket: b }, commandId)).toEqual(accepted);
    expect(await by('U_VERA', { type: 'accept', ticket: b }, commandId)).toEqual(accepted);
    expect(await releases.answerOf(b, commandId)).toEqual(accepted);
    expect(await ask('U_DAN', b)).toMatchObject({ done: false, code: 'alreadyAsked' });

    await client.workflow.getHandle(releaseIdOf(b)).signal(commandSignal('depStart'), { actor: 'U_ANN' });
    await untilStage(a, 'deploying');
    const finish = randomUUID();
    expect(await by('U_ANN', { type: 'depFinish', ticket: b }, finish)).toMatchObject({ stage: 'finished' });
    await eventually(async () => {
      expect(await releases.openRelease(b, '')).toBeNull();
      expect((await releases.last(b))?.execution).toBe('COMPLETED');
    });
    expect((await releases.last(b))?.status).toMatchObject({ ticket: a, stage: 'finished' });
    expect(await by('U_ANN', { type: 'depFinish', ticket: b }, finish)).toMatchObject({ stage: 'finished' });
    expect(await by('U_ANN', { type: 'depFinish', ticket: b })).toMatchObject({ code: 'nothingOpen' });

    // Each ticket can be released again on its own.
    expect(await ask('U_DAN', b)).toEqual({ done: true, stage: 'checking' });
    await untilStage(b, 'awaiting_approval');
    expect((await releases.last(a))?.status.stage).toBe('finished');
  });

  it('is not begun if one of its tickets is in an open release, and nobody but its requester hears of it', async () => {
    const [a, b, c] = newTickets('A', 'B', 'C') as Three;
    await ask('U_ANN', b);
    await untilStage(b, 'awaiting_approval');
    told.length = 0;
    expect(await ask('U_DAN', a, c, b)).toEqual({
      done: false,
      code: 'keyTaken',
      facts: { key: b, by: b, requester: 'U_ANN' },
    });
    await eventually(async () => {
      expect((await client.workflow.getHandle(releaseIdOf(a)).describe()).status.name).toBe('COMPLETED');
    });
    const heard = told.filter((notice) => 'card' in notice && notice.card.ticket === a);
    const events = heard.map((notice) => (notice.kind === 'event' ? notice.event.type : notice.kind));
    expect(events).toEqual(['requested', 'keyTaken']);
    expect(heard.every((notice) => 'card' in notice && notice.card.announcedBy === null)).toBe(true);
    // The key that it had already taken is free again.
    expect(await ask('U_DAN', a, c)).toEqual({ done: true, stage: 'checking' });
  });

  it('keeps its tickets when it goes on as another run', async () => {
    const [a, b] = newTickets('A', 'B') as Two;
    await ask('U_ANN', a, b);
    await untilStage(a, 'awaiting_approval');
    const handle = client.workflow.getHandle(releaseIdOf(a));
    const { runId } = await handle.describe();
    const again = { actor: 'U_ANN', commandId: 'again' };
    const recheck = () => handle.signal(commandSignal('recheck'), again);
    for (let n = 0; n < 8; n += 1) await Promise.all(Array.from({ length: 150 }, recheck));
    await eventually(async () => {
      await recheck();
      await sleep(500);
      expect((await handle.describe()).runId).not.toBe(runId);
    });
    expect(await ask('U_DAN', b)).toMatchObject({ done: false, code: 'alreadyAsked' });
    expect(await cancel('U_ANN', b)).toEqual({ done: true, stage: 'cancelled' });
    await eventually(async () => {
      expect(await ask('U_DAN', b)).toEqual({ done: true, stage: 'checking' });
    });
  });

  it('that was terminated keeps none of its tickets', async () => {
    const [a, b, c] = newTickets('A', 'B', 'C') as Three;
    const begin = async () => {
      expect(await ask('U_ANN', a, b)).toEqual({ done: true, stage: 'checking' });
      await untilStage(a, 'awaiting_approval');
    };
    const terminate = () => client.workflow.getHandle(releaseIdOf(a)).terminate();

    await begin();
    await terminate();
    expect((await releases.last(b))?.execution).toBe('TERMINATED');
    expect(await by('U_ANN', { type: 'accept', ticket: b })).toMatchObject({ code: 'nothingOpen' });
    expect(await ask('U_DAN', b)).toEqual({ done: true, stage: 'checking' });
    await untilStage(b, 'awaiting_approval');
    await cancel('U_DAN', b);

    await vi.waitFor(begin, 20_000);
    await terminate();
    expect(await ask('U_DAN', c, b)).toEqual({ done: true, stage: 'checking' });
    await cancel('U_DAN', c);

    await vi.waitFor(begin, 20_000);
    await terminate();
    await begin();
    const key = releaseShown(await client.workflow.getHandle(releaseIdOf(a)).describe())?.key ?? '';
    await terminate();
    const freed = { ticket: a, aliases: [releaseIdOf(b)] };
    await freeAliases(client, { ...freed, key: 'another' });
    expect((await client.workflow.getHandle(releaseIdOf(b)).describe()).status.name).toBe('RUNNING');
    await freeAliases(client, { ...freed, key });
    expect((await client.workflow.getHandle(releaseIdOf(b)).describe()).status.name).toBe('TERMINATED');
  });

  it('that ended gives each of its keys away though Slack is down, and tells its end later', async () => {
    const [a, b, c, d] = newTickets('A', 'B', 'C', 'D') as [string, string, string, string];
    await ask('U_ANN', a, b);
    await untilStage(a, 'awaiting_approval');
    isSlackDown = true;
    try {
      expect(await cancel('U_ANN', b)).toEqual({ done: true, stage: 'cancelled' });
      expect((await client.workflow.getHandle(releaseIdOf(a)).describe()).status.name).toBe('RUNNING');
      expect(await ask('U_DAN', d, b)).toEqual({ done: true, stage: 'checking' });
      expect(await ask('U_DAN', c, a)).toEqual({ done: true, stage: 'checking' });
      expect((await releases.last(a))?.status).toMatchObject({ ticket: c, tickets: [c, a] });
      const ended = (notice: Notice) =>
        notice.kind === 'event' && notice.card.ticket === a && notice.event.type === 'cancelled';
      expect(told.some(ended)).toBe(false);
      isSlackDown = false;
      await eventually(() => {
        expect(told.filter(ended)).toHaveLength(1);
      });
    } finally {
      isSlackDown = false;
    }
  }, 300_000);

  it('begins anew, by a further key, with the request that finds it terminated', async () => {
    const [a, b] = newTickets('A', 'B') as Two;
    await ask('U_ANN', a, b);
    await untilStage(a, 'awaiting_approval');
    await client.workflow.getHandle(releaseIdOf(a)).terminate();
    await client.workflow.getHandle(releaseIdOf(b)).signal(commandSignal('request'), { actor: 'U_DAN' });
    await untilStage(b, 'awaiting_approval');
    expect(await status(b)).toMatchObject({ ticket: b, requester: 'U_DAN', tickets: [b] });
    expect((await releases.last(b))?.status.ticket).toBe(b);
  });

  it('says, by a further key, that it was terminated, to who signals something else', async () => {
    const [a, b] = newTickets('A', 'B') as Two;
    await ask('U_ANN', a, b);
    await untilStage(a, 'awaiting_approval');
    await client.workflow.getHandle(releaseIdOf(a)).terminate();
    const accept = { actor: 'U_VERA', commandId: randomUUID() };
    await client.workflow.getHandle(releaseIdOf(b)).signal(commandSignal('accept'), accept);
    await eventually(() => {
      expect(asked).toContainEqual(
        expect.objectContaining({
          ...accept,
          question: { type: 'unreached', unreached: { code: 'nothingOpen', facts: { ticket: a } } },
          replyTo: 'U_VERA',
        }),
      );
    });
  });

  it('keeps a key whose alias somebody terminated, and has its alias again', async () => {
    const [a, b] = newTickets('A', 'B') as Two;
    await ask('U_ANN', a, b);
    await untilStage(a, 'awaiting_approval');
    const before = Date.now() - 1000;
    await client.workflow.getHandle(releaseIdOf(b)).terminate();
    await eventually(async () => {
      expect(await ask('U_DAN', b)).toEqual({
        done: false,
        code: 'keyTaken',
        facts: { key: b, by: a, requester: 'U_ANN' },
      });
    });
    await eventually(async () => {
      await reviveAliases(client, before);
      expect(await by('U_VERA', { type: 'accept', ticket: b })).toEqual({ done: true, stage: 'ready' });
    });
    await cancel('U_ANN', a);
    await untilStage(a, 'cancelled');
    await eventually(async () => {
      // Until its keys are free, a request by one of them still reaches the ended release.
      expect((await client.workflow.getHandle(releaseIdOf(b)).describe()).status.name).not.toBe('RUNNING');
    });
    await reviveAliases(client, before);
    expect(await ask('U_DAN', b)).toEqual({ done: true, stage: 'checking' });
  });

  it('keeps its tickets when its requester asks again, who cannot add others', async () => {
    const [a, b, c] = newTickets('A', 'B', 'C') as Three;
    report = { ...passing, missingSigns: ['qa'] };
    await ask('U_ANN', a, b);
    await untilStage(a, 'needs_work');
    expect(await ask('U_ANN', a, c)).toEqual({
      done: false,
      code: 'otherTickets',
      facts: { tickets: [a, b] },
    });
    report = passing;
    expect(await ask('U_ANN', b, a)).toEqual({ done: true, stage: 'checking' });
    await untilStage(a, 'awaiting_approval');
    expect(await status(a)).toMatchObject({ tickets: [a, b] });
  });

  it('takes a raw update under a further key, with the answer of the release', async () => {
    const [a, b] = newTickets('A', 'B') as Two;
    await ask('U_ANN', a, b);
    await untilStage(a, 'awaiting_approval');
    const args = [{ signal: 'reject', actor: 'U_VERA', reason: 'no' }] as const;
    const answer: ReleaseAnswer = await client.workflow
      .getHandle(releaseIdOf(b))
      .executeUpdate(releaseCommandUpdate, { args: [args[0]] });
    expect(answer).toEqual({ done: true, stage: 'rejected' });
  });
});

describe('two people who ask at the same moment', () => {
  it('for A B and B C: one release has B, fifty times', async () => {
    for (let round = 0; round < 50; round += 1) {
      const [a, b, c] = newTickets('A', 'B', 'C') as Three;
      const both = await Promise.all([ask('U_ANN', a, b), ask('U_DAN', b, c)]);
      const [first, second] = both;
      expect(first.done).not.toBe(second.done);
      expect(first.done ? second : first).toMatchObject({ code: first.done ? 'alreadyAsked' : 'keyTaken' });
      expect((await releases.last(b))?.status.tickets).toEqual(first.done ? [a, b] : [b, c]);
    }
  }, 300_000);

  it('for A B and B A: one of them gets it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = newTickets('A', 'B') as Two;
      const both = await Promise.all([ask('U_ANN', a, b), ask('U_DAN', b, a)]);
      expect(both.filter(({ done }) => done)).toHaveLength(1);
    }
  });
});
