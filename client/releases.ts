import type {
  Client,
  WorkflowExecutionDescription,
  WorkflowExecutionStatusName,
  WorkflowHandle,
} from '@temporalio/client';
import type { QueryDefinition } from '@temporalio/common';
import type { PublicLockAnswer } from '../domain/lock/events.ts';
import { byConfiguration } from '../domain/lock/freeze.ts';
import { answerTo } from '../domain/messages/answer.ts';
import type { CommandIdentity } from '../domain/messages/answer.ts';
import type { ReleaseAnswer } from '../domain/release/answers.ts';
import { earlierRelease } from './earlier-release.ts';
import { orNull } from './or-null.ts';
import { withinFormTime, soonMs } from './soon.ts';
import {
  aliasShown,
  all,
  attributeIn,
  isRunning,
  ofType,
  openReleases,
  hasBegun,
  releaseShown,
  watchShown,
} from './visibility.ts';
import type { LockView } from '../domain/lock/lock-view.ts';
import type { ReleaseStatus } from '../domain/release/status.ts';
import { beforeLocks, byLocks, isEnd } from '../domain/release/stage.ts';
import {
  counterIdOf,
  lockIdOf,
  questionIdOf,
  releaseIdOf,
  releaseWorkflow,
  watchIdOf,
  watchWorkflow,
} from '../domain/messages/workflows.ts';
import {
  lockAnswerQuery,
  numberGivenQuery,
  releaseAnswerQuery,
  stateQuery,
  statusQuery,
} from '../domain/messages/definitions.ts';
import type { ListedRelease } from '../domain/messages/memo.ts';
import type { ReleaseResult } from '../domain/messages/runs.ts';
import type { WatchShown } from '../domain/watch/shown.ts';

const answerWithinMs = 5000;

export interface LastRelease {
  /** Its permanent key; null if it never began. */
  readonly key: string | null;
  readonly status: ReleaseStatus;
  /** The status of its workflow in Temporal. */
  readonly execution: WorkflowExecutionStatusName;
  /** The locks that it holds or waits for while it is open; see `Releases.locks`. */
  readonly locks: readonly LockView[];
}

interface Found {
  readonly handle: WorkflowHandle;
  readonly described: WorkflowExecutionDescription;
}

type Only = { readonly component: string } | { readonly tickets: readonly string[] };

/** Open releases for the queue: all with a "good", and the latest of the others. */
export interface Queued {
  /** Oldest first. */
  readonly releases: readonly ListedRelease[];
  /** How many more there are. */
  readonly unlisted: number;
}

/** The state of releases and locks, from queries and lists. All methods throw Temporal's errors. */
export class Releases {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** The last release of a ticket, open or ended; null if there was none. */
  async last(ticket: string): Promise<LastRelease | null> {
    return this.#inTime(async () => {
      // Most questions are about open releases, so query before it is known to be one.
      const own = this.#client.workflow.getHandle(releaseIdOf(ticket));
      const answer = own.query(statusQuery);
      answer.catch(() => undefined);
      const found = await this.#find(ticket);
      if (found === null) return null;
      const { handle, described } = found;
      const execution = described.status.name;
      const key = releaseShown(described)?.key ?? null;
      if (execution === 'COMPLETED') {
        const { status } = await this.#resultOf(found);
        return { key, status, execution, locks: [] };
      }
      const earlier = await this.#before(found);
      if (earlier !== null) return { key, status: earlier.status, execution: 'COMPLETED', locks: [] };
      const claimed = execution === 'RUNNING' ? (releaseShown(described)?.locks ?? []) : [];
      const [status, locks] = await Promise.all([
        handle.workflowId === own.workflowId ? answer : handle.query(statusQuery),
        this.locks(claimed.map(({ component }) => component)),
      ]);
      return { key, status, execution, locks };
    });
  }

  /** What the last release of a ticket shows, without a query, and whether its workflow is open; null if there was none. */
  async shown(ticket: string): Promise<(ListedRelease & { readonly isOpen: boolean }) | null> {
    return this.#inTime(async () => {
      const found = await this.#find(ticket);
      const shown = found === null ? null : releaseShown(found.described);
      if (found === null || shown === null) return null;
      return { ...shown, isOpen: found.described.status.name === 'RUNNING' };
    });
  }

  /** What the last release of a ticket, or the one before it, answered to a command; null if neither has seen it. */
  async answerOf(
    ticket: string,
    ...command: [commandId: string, asked?: CommandIdentity]
  ): Promise<ReleaseAnswer | null> {
    return this.#inTime(async () => {
      const found = await this.#find(ticket);
      if (found === null) return null;
      const { handle, described } = found;
      const over =
        described.status.name === 'COMPLETED' ? await this.#resultOf(found) : await this.#before(found);
      if (over === null) return handle.query(releaseAnswerQuery, ...command);
      return answerTo(over.answered, ...command) ?? null;
    });
  }

  /**
   * The state of the open release of a ticket; null if none is open, or only the one that this command opened. Throws if it does not answer
   * soon.
   */
  openRelease(ticket: string, commandId: string): Promise<ReleaseStatus | null> {
    return withinFormTime(this.#client, async () => {
      const found = await this.#find(ticket);
      if (found?.described.status.name !== 'RUNNING') return null;
      const { handle } = found;
      const status = await handle.query(statusQuery);
      if (isEnd(status.stage)) return null;
      return (await handle.query(releaseAnswerQuery, commandId)) === null ? status : null;
    });
  }

  /**
   * The locks of these components. Leaves out those that do not answer or are rebuilding their state, so that one lock does not hide the
   * others.
   */
  async locks(components: readonly string[]): Promise<readonly LockView[]> {
    const locks = await this.#answers(components.map(lockIdOf), stateQuery);
    return locks.filter(({ rebuilding }) => rebuilding !== true);
  }

  /** The states of the releases of these tickets; leaves out those that do not answer. For a few tickets only. */
  async statuses(tickets: readonly string[]): Promise<readonly ReleaseStatus[]> {
    return this.#answers(tickets.map(releaseIdOf), statusQuery);
  }

  /** The watch of a release, by the release's permanent key; null if it is not watched. */
  async watched(key: string): Promise<WatchShown | null> {
    const watch = this.#client.workflow.getHandle(watchIdOf(key));
    return watchShown(await this.#inTime(() => orNull(watch.describe())));
  }

  /** All current watches, by workflow ID. */
  async allWatched(): Promise<ReadonlyMap<string, WatchShown>> {
    return this.#inTime(async () => {
      const found = new Map<string, WatchShown>();
      for await (const listed of this.#client.workflow.list({
        query: all(ofType(watchWorkflow), isRunning),
      })) {
        const shown = watchShown(listed);
        if (shown !== null) found.set(listed.workflowId, shown);
      }
      return found;
    });
  }

  /** All open releases, oldest first, from one list; with `only`, those that touch a component or belong to these tickets. */
  async open(only?: Only): Promise<readonly ListedRelease[]> {
    return (await this.#list(running(only))).sort(bySince);
  }

  /** Whether Temporal remembers any release, open or ended. */
  async wereAny(): Promise<boolean> {
    const { count } = await this.#inTime(() => this.#client.workflow.count(ofType(releaseWorkflow)));
    return count > 0;
  }

  /**
   * Like `open`, but of the releases without a "good" only the latest `most`: listing a thousand of them would take longer than querying
   * all locks.
   */
  async queued(component: string | null, most: number): Promise<Queued> {
    const only = component === null ? undefined : { component };
    const others = all(running(only), attributeIn('DobroStage', ...beforeLocks));
    const [good, latest, { count }] = await Promise.all([
      this.#list(all(running(only), attributeIn('DobroStage', ...byLocks))),
      this.#list(others, most),
      this.#inTime(() => this.#client.workflow.count(others)),
    ]);
    // A release that has just got its "good" may be in both lists.
    const releases = [...new Map([...latest, ...good].map((release) => [release.key, release])).values()];
    return { releases: releases.sort(bySince), unlisted: Math.max(0, count - latest.length) };
  }

  /** The latest `most`, or all. */
  async #list(query: string, most = Infinity): Promise<ListedRelease[]> {
    return this.#inTime(async () => {
      const found: ListedRelease[] = [];
      const page = most === Infinity ? {} : { pageSize: most };
      for await (const listed of this.#client.workflow.list({ query, ...page })) {
        // An ended release may still have messages to deliver to Slack.
        const release = releaseShown(listed);
        if (release !== null && !isEnd(release.stage)) found.push(release);
        if (found.length === most) break;
      }
      return found;
    });
  }

  /** What the lock of a component answered to a command; null if it has not seen it. */
  async lockAnswerOf(component: string, commandId: string): Promise<PublicLockAnswer | null> {
    return this.#inTime(() =>
      this.#client.workflow.getHandle(lockIdOf(component)).query(lockAnswerQuery, commandId),
    );
  }

  /** The first of these components that `user` has frozen, else that anybody has; null if there is none, or none answers soon. */
  async frozenOf(components: readonly string[], user: string): Promise<string | null> {
    const views = await this.#answers(components.map(lockIdOf), stateQuery, soonMs);
    const theirs = views.find(({ freezes }) => freezes.some(({ by }) => by === user));
    const anybodys = views.find(({ freezes }) => freezes.some(({ by }) => by !== byConfiguration));
    return (theirs ?? anybodys)?.component ?? null;
  }

  /** Whether a request without a ticket was given a number with this prefix. */
  async wasNumbered(prefix: string, commandId: string): Promise<boolean> {
    const counter = this.#client.workflow.getHandle(counterIdOf(prefix));
    return this.#inTime(
      async () => ((await orNull(counter.query(numberGivenQuery, commandId))) ?? null) !== null,
    );
  }

  /** Whether a command was answered as a question. */
  async wasAsked(commandId: string): Promise<boolean> {
    const question = this.#client.workflow.getHandle(questionIdOf(commandId));
    return this.#inTime(async () => (await orNull(question.describe())) !== null);
  }

  /** The workflow that a key leads to: an alias leads to its release, unless the alias itself has recorded how that ended. */
  async #find(ticket: string): Promise<Found | null> {
    const handle = this.#client.workflow.getHandle(releaseIdOf(ticket));
    const described = await orNull(handle.describe());
    if (described === null) return null;
    const alias = described.status.name === 'COMPLETED' ? null : aliasShown(described);
    if (alias === null) return { handle, described };
    const main = await this.#find(alias.of);
    const isIts = main !== null && releaseShown(main.described)?.key === alias.release;
    return isIts || described.status.name === 'RUNNING' ? main : null;
  }

  #resultOf({ handle: { workflowId }, described: { runId } }: Found): Promise<ReleaseResult> {
    return this.#client.workflow.getHandle(workflowId, runId).result() as Promise<ReleaseResult>;
  }

  /**
   * The result of the previous release, if this run was never requested: Slack may have delivered that release's request again. Null if
   * there is none.
   */
  async #before({ described }: Found): Promise<ReleaseResult | null> {
    const { status, workflowId, runId } = described;
    return status.name !== 'RUNNING' || hasBegun(described)
      ? null
      : earlierRelease(this.#client, workflowId, runId);
  }

  async #answers<T>(
    workflowIds: readonly string[],
    query: QueryDefinition<T>,
    withinMs = answerWithinMs,
  ): Promise<readonly T[]> {
    const asked = workflowIds.map((id) =>
      this.#client.withDeadline(Date.now() + withinMs, () =>
        this.#client.workflow.getHandle(id).query(query),
      ),
    );
    const answers = await Promise.allSettled(asked);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  }

  #inTime<T>(ask: () => Promise<T>): Promise<T> {
    return this.#client.withDeadline(Date.now() + answerWithinMs, ask);
  }
}

const bySince = (a: ListedRelease, b: ListedRelease): number => a.since - b.since;

const running = (only?: Only): string => all(openReleases, ...(only === undefined ? [] : [concerning(only)]));

const concerning = (only: Only): string =>
  'component' in only
    ? attributeIn('DobroComponents', only.component)
    : attributeIn('DobroTicket', ...only.tickets);
