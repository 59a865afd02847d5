import {
  allHandlersFinished,
  CancellationScope,
  condition,
  proxyActivities,
  setHandler,
  upsertMemo,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { CounterActivities } from '../domain/messages/activities.ts';
import { numberGivenQuery, numberUpdate } from '../domain/messages/definitions.ts';
import type { CounterMemo } from '../domain/messages/memo.ts';
import { readCommand } from '../domain/messages/payload.ts';
import type { CommandPayload } from '../domain/messages/payload.ts';
import type { Numbered } from '../domain/messages/runs.ts';
import { prefixOfCounter } from '../domain/messages/workflows.ts';
import { assign, numberedKey, reassigned, started } from '../domain/release/numbers.ts';
import type { Numbers, Pending } from '../domain/release/numbers.ts';
import { pageKeyOf } from '../domain/release/page.ts';
import { subjectOf } from '../domain/release/subject.ts';
import { continueWithMemo } from './go-on.ts';
import { mustContinueAsNew } from './long-life.ts';
import { logIgnored } from './log-ignored.ts';

const { inheritNumbers, startNumbered, releaseOfPage } = proxyActivities<CounterActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '200 ms', maximumInterval: '10 seconds' },
});

/** A request that waits for a number. */
interface NumberRequest extends Omit<Pending, 'n'> {
  readonly reply: (numbered: Numbered) => void;
}

/**
 * Numbers the releases with one prefix. A number and its request are in the memo before anything is done with them, so that the successor
 * of a terminated counter finishes what that had begun. A number is given only to a release that nobody else has begun.
 */
export async function releaseCounter(before?: Numbers): Promise<never> {
  const { workflowId, runId } = workflowInfo();
  const prefix = prefixOfCounter(workflowId);
  const inbox: NumberRequest[] = [];
  takeRequests((asked) => inbox.push(asked));
  let givenTo: (commandId: string) => string | null = () => null;
  setHandler(numberGivenQuery, (commandId) => givenTo(commandId));
  // Cancelling it in Temporal has no effect: terminate it to get a new one.
  return CancellationScope.nonCancellable(async () => {
    const counter = new Counter(prefix, before ?? (await inheritNumbers({ prefix, runId })));
    givenTo = (commandId) => counter.givenTo(commandId);
    await counter.finishAll();
    for (;;) {
      await condition(() => inbox.length > 0 || mustContinueAsNew(true));
      const next = inbox.shift();
      next?.reply(await counter.number(next));
      await condition(() => allHandlersFinished() || inbox.length > 0);
      if (mustContinueAsNew(inbox.length === 0))
        await continueWithMemo<typeof releaseCounter>([counter.numbers]);
    }
  });
}

function takeRequests(take: (asked: NumberRequest) => void): void {
  const handle = (payload: CommandPayload): Numbered | Promise<Numbered> => {
    const command = readCommand('request', payload);
    const subject =
      command === null
        ? null
        : subjectOf('', { ...command, ...command.options, tickets: command.tickets ?? [] });
    if (command === null || subject === null) {
      logIgnored('A malformed request was refused', 'number', payload);
      return null;
    }
    const commandId = command.commandId ?? uuid4();
    const [item] = subject.items;
    const page = item?.kind === 'page' ? pageKeyOf(item.url) : null;
    return new Promise((reply) => {
      take({ commandId, page, payload: { ...payload, commandId, tickets: [] }, reply });
    });
  };
  setHandler(numberUpdate, handle, { unfinishedPolicy: 'ABANDON' });
}

class Counter {
  readonly #prefix: string;
  #numbers: Numbers;

  /** Writes down at once what it inherits, since it may be terminated, too. */
  constructor(prefix: string, numbers: Numbers) {
    this.#prefix = prefix;
    this.#numbers = numbers;
    this.#remember();
  }

  get numbers(): Numbers {
    return this.#numbers;
  }

  /** Null for a request that it does not know. */
  givenTo(commandId: string): string | null {
    const known = this.#numbers.given.find((given) => given.commandId === commandId);
    return known === undefined ? null : this.#keyOf(known.n);
  }

  /** Starts the releases that an earlier counter had numbered but not started. */
  async finishAll(): Promise<void> {
    for (const pending of this.#numbers.pending) await this.#start(pending);
  }

  async number({ commandId, page, payload }: NumberRequest): Promise<Numbered> {
    const known = this.givenTo(commandId);
    if (known !== null) return { ticket: known, begun: true };
    const open = page === null ? null : await this.#openOf(page);
    if (open !== null) return { ticket: open, begun: false };
    this.#become(assign(this.#numbers, { commandId, page, payload }));
    const pending = this.#numbers.pending.at(-1);
    if (pending === undefined) throw new Error('A number was assigned to nobody');
    return { ticket: this.#keyOf(await this.#start(pending)), begun: true };
  }

  #openOf(page: string): Promise<string | null> {
    const last = this.#numbers.given.findLast((given) => given.page === page);
    return releaseOfPage({ page, last: last === undefined ? null : this.#keyOf(last.n) });
  }

  /** Returns the number under which it was started. */
  async #start(pending: Pending): Promise<number> {
    const ticket = this.#keyOf(pending.n);
    if (await startNumbered({ ticket, payload: pending.payload })) {
      this.#become(started(this.#numbers, pending));
      return pending.n;
    }
    this.#become(reassigned(this.#numbers, pending));
    const [next] = this.#numbers.pending.slice(-1);
    if (next === undefined) throw new Error('A number was assigned to nobody');
    return this.#start(next);
  }

  /** The memo is written in the same task that assigns a number: both happen, or neither. */
  #become(numbers: Numbers): void {
    this.#numbers = numbers;
    this.#remember();
  }

  #remember(): void {
    const given = this.#numbers.given.slice(-givenInMemo);
    const memo: CounterMemo = { counter: { ...this.#numbers, given } };
    upsertMemo({ ...memo });
  }

  #keyOf(n: number): string {
    return numberedKey(this.#prefix, n);
  }
}

/** How many of the last numbers the memo keeps, for those who saw a counter die and ask again. Every change writes the whole memo. */
const givenInMemo = 50;
