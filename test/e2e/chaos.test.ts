/**
 * Releases over six components, while users, workers and Temporal's operators act at random; judged by the histories. The seed is
 * printed. `CHAOS_SEED` repeats the actions, though not their timing; `all` runs each seed that ever failed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import type { LockState } from '../../domain/lock/lock-queue.ts';
import type { Stage } from '../../domain/release/stage.ts';
import type { Child } from '../../start/child.ts';
import { lockStateQuery } from '../../domain/messages/definitions.ts';
import { taskQueue } from '../../domain/messages/workflows.ts';
import type { ListedRelease, ReleaseMemo } from '../../domain/messages/memo.ts';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { atLength } from '../support/length.ts';
import { startWorker } from '../support/processes.ts';
import { runsOf, staysOf } from './chaos/histories.ts';
import { Random } from './chaos/random.ts';
import { evidenceOf, violations } from './chaos/verdict.ts';

/** Every seed that ever failed. They take long, so they run only on request. */
const seedsThatFailed: readonly number[] = [965863849];
const chosen = process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 31);
const seeds = chosen === 'all' ? seedsThatFailed : [Number(chosen)];

const chaosMs = atLength(30_000, 8_000);
/** The minimum number of disturbances; they take longer on a busy machine. */
const fewestActs = atLength(20, 6);
const calmMs = 150_000;

const critical = { critical: true, admin: false };
const components = {
  api: { ...critical, dependsOn: ['db', 'queue'] },
  billing: { ...critical, dependsOn: ['db'] },
  db: critical,
  ledger: { ...critical, dependsOn: ['queue'] },
  queue: critical,
  site: { ...critical, dependsOn: ['api'] },
};
const names = Object.keys(components);
const ticketOf = (n: number) => `CHAOS-${n}`;
const numbers = Array.from({ length: atLength(60, 24) }, (_, index) => index + 1);

class Chaos {
  readonly #random: Random;
  readonly #company: Company;
  #second: Child | null = null;
  /** Restarts run one after the other, while everything else goes on. */
  #restarts: Promise<void> = Promise.resolve();
  readonly done: string[] = [];

  constructor(company: Company, seed: number) {
    this.#company = company;
    this.#random = new Random(seed);
  }

  get #client() {
    return this.#company.temporal.client;
  }

  async startSecondWorker(): Promise<void> {
    this.#second = await startWorker(this.#company.env);
  }

  async request(n: number): Promise<void> {
    await this.#client.workflow.signalWithStart('release', {
      workflowId: `release:${ticketOf(n)}`,
      taskQueue,
      signal: 'request',
      signalArgs: [{ actor: 'U_ANN', hotfix: n % 10 === 0, commandId: `request-${n}` }],
    });
  }

  async openReleases(): Promise<ListedRelease[]> {
    const open: ListedRelease[] = [];
    const query = `WorkflowType = 'release' AND ExecutionStatus = 'Running'`;
    for await (const { memo } of this.#client.workflow.list({ query })) {
      const { release } = (memo ?? {}) as Partial<ReleaseMemo>;
      if (release !== undefined) open.push(release);
    }
    return open;
  }

  /** Users do what releases wait for. */
  async people(probability: number): Promise<number> {
    const open = await this.openReleases();
    for (const { ticket, stage } of open) {
      const next = nextOf[stage];
      if (next !== undefined && this.#random.chance(probability)) {
        await this.#signal(`release:${ticket}`, next.signal, { actor: next.actor });
      }
    }
    return open.length;
  }

  /** Something is killed, or somebody interferes. */
  async disturb(): Promise<void> {
    const open = await this.openReleases();
    const ticket = this.#random.one(open)?.ticket;
    const release = this.#client.workflow.getHandle(`release:${ticket ?? ''}`);
    const component = this.#random.one(names) ?? '';
    const acts: Record<string, () => Promise<unknown>> = {
      [`terminate ${ticket ?? ''}`]: () => release.terminate('chaos'),
      [`cancel ${ticket ?? ''} in Temporal`]: () => release.cancel(),
      [`delete ${ticket ?? ''}`]: () => this.#delete(`release:${ticket ?? ''}`),
      [`reset ${ticket ?? ''}`]: () => this.#reset(`release:${ticket ?? ''}`),
      [`terminate lock:${component}`]: () =>
        this.#client.workflow.getHandle(`lock:${component}`).terminate('chaos'),
      [`unlock ${component}`]: () =>
        this.#signal(`lock:${component}`, 'unlock', { actor: 'U_SAM', reason: 'chaos' }),
      'kill the first worker': () => this.#meanwhile(() => this.#restartFirst()),
      'kill the second worker': () => this.#meanwhile(() => this.#restartSecond()),
    };
    const act = this.#random.one(Object.keys(acts)) ?? '';
    this.done.push(act);
    await acts[act]?.().catch(() => undefined);
  }

  /** No more disturbances: unlocks orphans until every release has ended. */
  async calm(): Promise<void> {
    await this.#restarts;
    // Locks of deleted releases are found by a worker's comparison, which runs at its start and every five minutes.
    await this.#restartSecond();
    const until = Date.now() + calmMs;
    while ((await this.people(1)) > 0) {
      expect(Date.now(), JSON.stringify(await this.openReleases(), null, 1)).toBeLessThan(until);
      await this.unlockOrphans();
      await sleep(300);
    }
  }

  /** Returns how many locks are held, waited for, or do not answer just now. */
  async unlockOrphans(): Promise<number> {
    const answers = await Promise.allSettled(names.map((name) => this.lock(name)));
    const states = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    for (const { component, holders } of states) {
      const isOrphan = holders.some(({ orphan }) => orphan);
      if (isOrphan) await this.#signal(`lock:${component}`, 'unlock', { actor: 'U_SAM', reason: 'clean' });
    }
    const free = states.filter(({ holders, queue }) => holders.length + queue.length === 0);
    return names.length - free.length;
  }

  /** Queries may still be sent to a killed worker for 10 s. */
  async lock(component: string): Promise<LockState> {
    return this.#client.withDeadline(Date.now() + 15_000, () =>
      this.#client.workflow.getHandle(`lock:${component}`).query<LockState>(lockStateQuery),
    );
  }

  #signal(workflowId: string, name: string, payload: object): Promise<unknown> {
    return this.#client.workflow
      .getHandle(workflowId)
      .signal(name, payload)
      .catch(() => undefined);
  }

  #meanwhile(restart: () => Promise<void>): Promise<void> {
    this.#restarts = this.#restarts.then(restart);
    return Promise.resolve();
  }

  async #restartFirst(): Promise<void> {
    await this.#company.worker().kill();
    await this.#company.startWorker();
  }

  async #restartSecond(): Promise<void> {
    await this.#second?.kill();
    await this.startSecondWorker();
  }

  async #delete(workflowId: string): Promise<void> {
    const { namespace } = this.#company.temporal;
    await this.#client.workflowService.deleteWorkflowExecution({
      namespace,
      workflowExecution: { workflowId },
    });
  }

  /** Resets to a random task of its history. */
  async #reset(workflowId: string): Promise<void> {
    const { namespace } = this.#company.temporal;
    const { events } = await this.#client.workflow.getHandle(workflowId).fetchHistory();
    const tasks = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
    await this.#client.workflowService.resetWorkflowExecution({
      namespace,
      workflowExecution: { workflowId },
      workflowTaskFinishEventId: this.#random.one(tasks)?.eventId ?? null,
      requestId: `reset-${this.#random.next()}`,
      reason: 'chaos',
    });
  }
}

const nextOf: Partial<Record<Stage, { readonly signal: string; readonly actor: string }>> = {
  awaiting_approval: { signal: 'accept', actor: 'U_NORA' },
  ready: { signal: 'depStart', actor: 'U_ANN' },
  deploying: { signal: 'depFinish', actor: 'U_ANN' },
};

let company: Company | null = null;
afterEach(() => company?.close());

it.each(seeds)('keeps every lock through chaos, seed %i', { timeout: 400_000 }, async (seed) => {
  console.log(`CHAOS_SEED=${seed}`);
  const touched = numbers.map((n): [string, string[]] => [ticketOf(n), [names[n % names.length] ?? '']]);
  company = await startCompany({
    tickets: Object.fromEntries(touched),
    components,
    settings: { locks: { checkEvery: '1s' } },
  });
  const chaos = new Chaos(company, seed);
  await chaos.startSecondWorker();
  const until = Date.now() + chaosMs;
  const goesOn = () => Date.now() < until || chaos.done.length < fewestActs;
  for (let round = 0; round * 4 < numbers.length || goesOn(); round += 1) {
    const asked = numbers.slice(round * 4, round * 4 + 4);
    await Promise.all(asked.map((n) => chaos.request(n)));
    await chaos.people(0.5);
    if (round > 3) await chaos.disturb();
    await sleep(200);
  }
  await chaos.calm();
  // What is left are locks of dead releases, which the reconcilers find.
  await expect.poll(() => chaos.unlockOrphans(), { timeout: 90_000, interval: 500 }).toBe(0);

  const { client } = company.temporal;
  const [releases, locks] = await Promise.all([runsOf(client, 'release'), runsOf(client, 'lock')]);
  // There has to be something to judge.
  expect(releases.flatMap(staysOf).length).toBeGreaterThan(numbers.length / 3);
  const found = violations(releases, locks);
  const accused = names.filter((name) => found.some((text) => text.startsWith(`${name}: `)));
  const evidence = accused.map((name) => evidenceOf(name, releases, locks));
  expect(found, [...chaos.done, ...evidence].join('\n')).toEqual([]);
});
