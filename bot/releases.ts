import { randomUUID } from 'node:crypto';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { RequestOptions } from '../domain/command/command.ts';
import { byConfiguration } from '../domain/lock/freeze.ts';
import type { LockView } from '../domain/lock/lock-view.ts';
import type { CheckReport } from '../domain/release/checks.ts';
import type { CommandPayload, CommandSignal, LockCommandSignal } from '../domain/messages/payload.ts';
import type { ReleaseStatus } from '../domain/release/status.ts';
import { isEnd } from '../domain/release/stage.ts';
import {
  homeIdOf,
  homeWorkflow,
  lockIdOf,
  offersIdOf,
  offersWorkflow,
  previewIdOf,
  previewWorkflow,
  questionIdOf,
  questionWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
} from '../domain/messages/workflows.ts';
import { seenQuery, stateQuery, statusQuery } from '../domain/messages/definitions.ts';
import type { Asked, Missed } from '../domain/messages/asked.ts';
import type { HomeReason } from '../domain/messages/home.ts';

/** Slack waits three seconds for the answer to a form, and what it waits for is more than one thing. */
const soonMs = 1500;

/**
 * The releases and locks as a door sees them: what people want goes in, and little comes out: whether somebody is there to take it, and what a form shows.
 * Everything throws Temporal's errors.
 */
export class Releases {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Asks for a release; the workflow begins with the first request for it. */
  async request(ticket: string, payload: CommandPayload): Promise<void> {
    await this.#client.workflow.signalWithStart(releaseWorkflow, {
      workflowId: releaseIdOf(ticket),
      taskQueue,
      signal: 'request',
      signalArgs: [payload],
      staticSummary: `Release of ${ticket}, asked for by ${payload.actor}`,
    });
  }

  /** Sends a command to the open release of a ticket; false if there is none. */
  command(ticket: string, signal: CommandSignal, payload: CommandPayload): Promise<boolean> {
    return isThere(this.#client.workflow.getHandle(releaseIdOf(ticket)).signal(signal, payload));
  }

  /** Sends a command to the coordinator of a component; false if there is none. */
  lockCommand(component: string, signal: LockCommandSignal, payload: CommandPayload): Promise<boolean> {
    return isThere(this.#client.workflow.getHandle(lockIdOf(component)).signal(signal, payload));
  }

  /** Of these components the first that people have frozen; null if they have frozen none, as far as that is told soon. */
  async frozenOf(components: readonly string[]): Promise<string | null> {
    const views = await Promise.allSettled(
      components.map((name) =>
        this.#soon(() => this.#client.workflow.getHandle(lockIdOf(name)).query<LockView>(stateQuery)),
      ),
    );
    const byPeople = views
      .flatMap((view) => (view.status === 'fulfilled' ? [view.value] : []))
      .find(({ freezes }) => freezes.some(({ by }) => by !== byConfiguration));
    return byPeople?.component ?? null;
  }

  /** Has a question answered, unless it was asked already: it is answered once. */
  async ask(asked: Asked): Promise<void> {
    try {
      await this.#client.workflow.start(questionWorkflow, {
        workflowId: questionIdOf(asked.commandId),
        taskQueue,
        args: [asked],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        staticSummary: `${asked.question.type}, asked by ${asked.actor}`,
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  /** What the formal checks of a ticket would find now. Throws if they do not soon. */
  preview(ticket: string, options: RequestOptions): Promise<CheckReport> {
    return this.#soon(() =>
      this.#client.workflow.execute<(asked: object) => Promise<CheckReport>>(previewWorkflow, {
        workflowId: previewIdOf(ticket, randomUUID()),
        taskQueue,
        args: [{ ticket, options }],
        workflowExecutionTimeout: '10 seconds',
      }),
    );
  }

  /** How the open release of a ticket stands; null if none is open but by this command. Throws if it does not answer soon. */
  openRelease(ticket: string, commandId: string): Promise<ReleaseStatus | null> {
    const handle = this.#client.workflow.getHandle(releaseIdOf(ticket));
    return this.#soon(async () => {
      if (!(await isRunning(handle.describe()))) return null;
      const status = await handle.query<ReleaseStatus>(statusQuery);
      if (isEnd(status.stage)) return null;
      const seen = await handle.query<readonly string[]>(seenQuery);
      return seen.includes(commandId) ? null : status;
    });
  }

  /** Shows a person their App Home, as they have opened it. */
  showHome(user: string): Promise<void> {
    return this.#showHome(user, 'opened');
  }

  /**
   * Shows a person their App Home anew if they gave a command there: those who did are answered directly. Nobody waits for it, and the
   * command stands though it fails.
   */
  showHomeAfter({ actor, replyTo }: { readonly actor: string; readonly replyTo: string }): void {
    if (replyTo !== actor) return;
    this.#showHome(actor, 'commanded').catch((error: unknown) => {
      console.error(`The App Home of ${actor} is not brought up to date:`, error);
    });
  }

  async #showHome(user: string, reason: HomeReason): Promise<void> {
    await this.#client.workflow.signalWithStart(homeWorkflow, {
      workflowId: homeIdOf(user),
      taskQueue,
      args: [user],
      signal: reason,
      signalArgs: [],
      staticSummary: `App Home of ${user}`,
    });
  }

  #soon<T>(ask: () => Promise<T>): Promise<T> {
    return this.#client.withDeadline(Date.now() + soonMs, ask);
  }

  /** For how long, in ms, Temporal remembers what has ended. */
  async remembersForMs(): Promise<number> {
    const { namespace } = this.#client.options;
    const { config } = await this.#client.workflowService.describeNamespace({ namespace });
    return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) * 1000;
  }

  /** Offers back what was said in a channel too long ago. One such workflow follows the other, for they look at what was offered. */
  async offerBack(channel: string, missed: readonly Missed[]): Promise<void> {
    const workflowId = offersIdOf(channel);
    for (;;) {
      try {
        await this.#client.workflow.start(offersWorkflow, { workflowId, taskQueue, args: [missed] });
        return;
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        await this.#client.workflow.getHandle(workflowId).result();
      }
    }
  }
}

const isThere = (signalled: Promise<void>): Promise<boolean> => unlessUnknown(signalled.then(() => true));

const isRunning = (described: Promise<WorkflowExecutionDescription>): Promise<boolean> =>
  unlessUnknown(described.then(({ status }) => status.name === 'RUNNING'));

/** False if Temporal knows no such workflow, or for a signal none that is open. */
async function unlessUnknown(asked: Promise<boolean>): Promise<boolean> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
