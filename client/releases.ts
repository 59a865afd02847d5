import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client, WorkflowExecutionStatusName } from '@temporalio/client';
import type { LockView } from '../domain/lock/lock-view.ts';
import type { ReleaseStatus } from '../domain/release/status.ts';
import { isEnd, openStages } from '../domain/release/stage.ts';
import type { OpenStage } from '../domain/release/stage.ts';
import { lockIdOf, questionIdOf, releaseIdOf, releaseWorkflow } from '../domain/messages/workflows.ts';
import { seenQuery, stateQuery, statusQuery } from '../domain/messages/definitions.ts';
import type { ReleaseMemo } from '../domain/messages/memo.ts';
import type { ReleaseResult } from '../domain/messages/runs.ts';

const answerWithinMs = 5000;

/** A release as somebody who asks finds it. */
export interface LastRelease {
  readonly status: ReleaseStatus;
  /** What Temporal says of its workflow. */
  readonly execution: WorkflowExecutionStatusName;
  /** Those that it has or waits for, while it is open; as `StandingReleases.locks` has them. */
  readonly locks: readonly LockView[];
}

type Only = { readonly component: string } | { readonly tickets: readonly string[] };

/** The stages in which a lock may concern a release, and all others. */
const byLocks = ['queued', 'awaiting_admin', 'ready', 'deploying'] as const satisfies readonly OpenStage[];
const beforeLocks = openStages.filter((stage) => !(byLocks as readonly OpenStage[]).includes(stage));

/** Open releases for the queue: all that have the good, and the latest of the others. */
export interface Queued {
  /** Oldest first. */
  readonly releases: readonly OpenRelease[];
  /** How many others there are besides. */
  readonly unlisted: number;
}

/** An open release as its memo tells it. */
export type OpenRelease = ReleaseMemo['release'];

/** How releases and locks stand, from queries and lists. Everything throws Temporal's errors. */
export class StandingReleases {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** The last release of a ticket, open or ended; null if there was none. */
  async last(ticket: string): Promise<LastRelease | null> {
    const handle = this.#client.workflow.getHandle(releaseIdOf(ticket));
    return this.#soon(async () => {
      // People mostly ask about open ones, so its answer is asked for before it is known to be one.
      const answer = handle.query<ReleaseStatus>(statusQuery);
      answer.catch(() => undefined);
      const described = await orNull(handle.describe());
      if (described === null) return null;
      const execution = described.status.name;
      if (execution === 'COMPLETED') {
        const { status } = (await handle.result()) as ReleaseResult;
        return { status, execution, locks: [] };
      }
      const { release } = (described.memo ?? {}) as Partial<ReleaseMemo>;
      const claimed = execution === 'RUNNING' ? (release?.locks ?? []) : [];
      const [status, locks] = await Promise.all([
        answer,
        this.locks(claimed.map(({ component }) => component)),
      ]);
      return { status, execution, locks };
    });
  }

  /** Whether the last release of a ticket, or one before it, has seen a command. */
  async hasSeen(ticket: string, commandId: string): Promise<boolean> {
    const handle = this.#client.workflow.getHandle(releaseIdOf(ticket));
    return this.#soon(async () => {
      const described = await orNull(handle.describe());
      if (described === null) return false;
      const seen =
        described.status.name === 'COMPLETED'
          ? ((await handle.result()) as ReleaseResult).seen
          : await handle.query<readonly string[]>(seenQuery);
      return seen.includes(commandId);
    });
  }

  /** The locks of these components; those that do not answer, or do not know yet, are left out, for one of them must not hide the others. */
  async locks(components: readonly string[]): Promise<readonly LockView[]> {
    const locks = await this.#answers<LockView>(components.map(lockIdOf), stateQuery);
    return locks.filter(({ rebuilding }) => rebuilding !== true);
  }

  /** How the releases of these tickets stand; those that do not answer are left out. For a few of them only. */
  async statuses(tickets: readonly string[]): Promise<readonly ReleaseStatus[]> {
    return this.#answers<ReleaseStatus>(tickets.map(releaseIdOf), statusQuery);
  }

  /** All open releases, oldest first, from one list; or those alone that touch a component, or are of these tickets. */
  async open(only?: Only): Promise<readonly OpenRelease[]> {
    return (await this.#list(running(only))).sort(bySince);
  }

  /** As `open`, but of those that do not have the good yet only the latest `most`: a thousand of them would take longer than all locks. */
  async queued(component: string | null, most: number): Promise<Queued> {
    const only = component === null ? undefined : { component };
    const others = `${running(only)} AND ${inStages(beforeLocks)}`;
    const [good, latest, { count }] = await Promise.all([
      this.#list(`${running(only)} AND ${inStages(byLocks)}`),
      this.#list(others, most),
      this.#soon(() => this.#client.workflow.count(others)),
    ]);
    // One that has just got the good may be in both lists.
    const releases = [...new Map([...latest, ...good].map((release) => [release.key, release])).values()];
    return { releases: releases.sort(bySince), unlisted: Math.max(0, count - latest.length) };
  }

  /** The latest `most` to be asked for, or all. */
  async #list(query: string, most = Infinity): Promise<OpenRelease[]> {
    return this.#soon(async () => {
      const found: OpenRelease[] = [];
      const page = most === Infinity ? {} : { pageSize: most };
      for await (const { memo } of this.#client.workflow.list({ query, ...page })) {
        // One that has only just begun tells nothing of itself yet; one that has ended may still have something to say to Slack.
        const release = (memo as Partial<ReleaseMemo> | undefined)?.release;
        if (release !== undefined && !isEnd(release.stage)) found.push(release);
        if (found.length === most) break;
      }
      return found;
    });
  }

  /** The IDs of the commands that the lock of a component has seen. */
  async seenByLock(component: string): Promise<readonly string[]> {
    return this.#soon(() =>
      this.#client.workflow.getHandle(lockIdOf(component)).query<readonly string[]>(seenQuery),
    );
  }

  /** Whether a command was answered as a question. */
  async wasAsked(commandId: string): Promise<boolean> {
    const question = this.#client.workflow.getHandle(questionIdOf(commandId));
    return this.#soon(async () => (await orNull(question.describe())) !== null);
  }

  async #answers<T>(workflowIds: readonly string[], query: string): Promise<readonly T[]> {
    const asked = workflowIds.map((id) =>
      this.#soon(() => this.#client.workflow.getHandle(id).query<T>(query)),
    );
    const answers = await Promise.allSettled(asked);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  }

  #soon<T>(ask: () => Promise<T>): Promise<T> {
    return this.#client.withDeadline(Date.now() + answerWithinMs, ask);
  }
}

const bySince = (a: OpenRelease, b: OpenRelease): number => a.since - b.since;

/** As Temporal's list filter has it, like all that follows. */
const running = (only?: Only): string =>
  [
    `WorkflowType = '${releaseWorkflow}' AND ExecutionStatus = 'Running'`,
    ...(only === undefined ? [] : [concerning(only)]),
  ].join(' AND ');

const inStages = (stages: readonly OpenStage[]): string =>
  `DobroStage IN (${stages.map((stage) => `'${stage}'`).join(', ')})`;

/** Neither name may hold a quote. */
const concerning = (only: Only): string =>
  'component' in only
    ? `DobroComponents = '${only.component}'`
    : `(${only.tickets.map((ticket) => `DobroTicket = '${ticket}'`).join(' OR ')})`;

async function orNull<T>(described: Promise<T>): Promise<T | null> {
  try {
    return await described;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
