import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { CommandPayload, CommandSignal, LockCommandSignal } from '../domain/release/payload.ts';
import {
  lockIdOf,
  offersIdOf,
  offersWorkflow,
  questionIdOf,
  questionWorkflow,
  releaseIdOf,
  releaseWorkflow,
  taskQueue,
} from '../workflows/names.ts';
import type { Asked, Missed } from '../workflows/names.ts';

/** The releases and locks as a door sees them: what people want goes in, and nothing comes out. Everything throws Temporal's errors. */
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

async function isThere(signalled: Promise<void>): Promise<boolean> {
  try {
    await signalled;
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
