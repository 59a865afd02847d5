import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client, WorkflowExecutionStatusName } from '@temporalio/client';
import type { LockView } from '../../domain/lock-view.ts';
import type { ReleaseStatus } from '../../domain/release/status.ts';
import { isEnd } from '../../domain/stage.ts';
import {
  lockIdOf,
  questionIdOf,
  releaseIdOf,
  releaseWorkflow,
  seenQuery,
  stateQuery,
  statusQuery,
} from '../../workflows/names.ts';
import type { ReleaseMemo, ReleaseResult } from '../../workflows/names.ts';

const answerWithinMs = 5000;

/** A release as somebody who asks finds it. */
export interface LastRelease {
  readonly status: ReleaseStatus;
  /** The IDs of the commands that it, or one of its ticket before it, has seen. */
  readonly seen: readonly string[];
  /** What Temporal says of its workflow. */
  readonly execution: WorkflowExecutionStatusName;
  /** Those that it has or waits for, while it is open; as `StandingReleases.locks` has them. */
  readonly locks: readonly LockView[];
}

type Only = { readonly component: string } | { readonly tickets: readonly string[] };

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
      const described = await orNull(handle.describe());
      if (described === null) return null;
      const execution = described.status.name;
      if (execution === 'COMPLETED') {
        const { status, seen } = (await handle.result()) as ReleaseResult;
        return { status, seen, execution, locks: [] };
      }
      const { release } = (described.memo ?? {}) as Partial<ReleaseMemo>;
      const claimed = execution === 'RUNNING' ? (release?.locks ?? []) : [];
      const [status, seen, locks] = await Promise.all([
        handle.query<ReleaseStatus>(statusQuery),
        handle.query<readonly string[]>(seenQuery),
        this.locks(claimed.map(({ component }) => component)),
      ]);
      return { status, seen, execution, locks };
    });
  }

  /** The locks of these components; those that do not answer are left out, for one of them must not hide the others. */
  async locks(components: readonly string[]): Promise<readonly LockView[]> {
    return this.#answers<LockView>(components.map(lockIdOf), stateQuery);
  }

  /** How the releases of these tickets stand; those that do not answer are left out. For a few of them only. */
  async statuses(tickets: readonly string[]): Promise<readonly ReleaseStatus[]> {
    return this.#answers<ReleaseStatus>(tickets.map(releaseIdOf), statusQuery);
  }

  /** All open releases, oldest first, from one list; or those alone that touch a component, or are of these tickets. */
  async open(only?: Only): Promise<readonly OpenRelease[]> {
    return this.#soon(async () => {
      const query = [
        `WorkflowType = '${releaseWorkflow}' AND ExecutionStatus = 'Running'`,
        ...(only === undefined ? [] : [concerning(only)]),
      ].join(' AND ');
      const found: OpenRelease[] = [];
      for await (const { memo } of this.#client.workflow.list({ query })) {
        // One that has only just begun tells nothing of itself yet; one that has ended may still have something to say to Slack.
        const release = (memo as Partial<ReleaseMemo> | undefined)?.release;
        if (release !== undefined && !isEnd(release.stage)) found.push(release);
      }
      return found.sort((a, b) => a.since - b.since);
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

/** As Temporal's list filter has it; neither name may hold a quote. */
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
