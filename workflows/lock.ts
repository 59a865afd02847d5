import {
  condition,
  continueAsNew,
  defineQuery,
  setCurrentDetails,
  setHandler,
  upsertMemo,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import { firstEnd, lasting } from '../domain/freeze.ts';
import { applyLockCommand } from '../domain/lock-commands.ts';
import { grantTurns, obey } from '../domain/lock-orders.ts';
import type { AddressedNews, Obeyed } from '../domain/lock-orders.ts';
import type { LockAnswer, LockEvent } from '../domain/lock-events.ts';
import { adopt, emptyLock } from '../domain/lock-queue.ts';
import type { LockHolder, LockState } from '../domain/lock-queue.ts';
import { viewOf } from '../domain/lock-view.ts';
import type { LockView } from '../domain/lock-view.ts';
import type { LockCommand } from '../domain/release/payload.ts';
import { lockDetails } from '../texts/web-ui.ts';
import { openLockInbox } from './lock-inbox.ts';
import type { LockInbox } from './lock-inbox.ts';
import { historyLongEnough, lockIdOf, lockStateQuery, seenKept, seenQuery, stateQuery } from './names.ts';
import type { LockInput, LockMemo, Notice } from './names.ts';
import { deliverAll } from './notices.ts';
import { rebuildLock } from './rebuild-lock.ts';
import { rolesOf } from './roles.ts';
import { signalIfOpen } from './signal-lock.ts';

/**
 * The coordinator of one critical component: who may go, who waits, in which order. It never ends, for one that
 * completes when idle loses the signals that arrive just then.
 */
export async function lock(before?: LockInput): Promise<never> {
  const component = workflowInfo().workflowId.slice(lockIdOf('').length);
  const coordinator = new Coordinator(component, openLockInbox(), before);
  setHandler(defineQuery<LockView>(stateQuery), () => viewOf(coordinator.lock, Date.now()));
  setHandler(defineQuery<LockState>(lockStateQuery), () => coordinator.lock);
  setHandler(defineQuery<readonly string[]>(seenQuery), () => coordinator.seen);
  return coordinator.forEver(before === undefined);
}

class Coordinator {
  readonly #component: string;
  readonly #inbox: LockInbox;
  readonly #notices: Notice[] = [];
  readonly #news: AddressedNews[] = [];
  #lock: LockState;
  #seen: readonly string[];
  #remembered = JSON.stringify({ lock: { orphans: [], freezes: [] } } satisfies LockMemo);

  constructor(component: string, inbox: LockInbox, before: LockInput | undefined) {
    this.#component = component;
    this.#inbox = inbox;
    this.#lock = before?.lock ?? emptyLock(component);
    this.#seen = before?.seen ?? [];
  }

  get lock(): LockState {
    return this.#lock;
  }

  get seen(): readonly string[] {
    return this.#seen;
  }

  async forEver(anew: boolean): Promise<never> {
    void deliverAll(this.#notices);
    if (anew) await this.#beginAnew();
    for (;;) {
      await this.#handleAll();
      setCurrentDetails(lockDetails(viewOf(this.#lock, Date.now())));
      if (this.#atRest() && workflowInfo().historyLength > historyLongEnough) {
        await continueAsNew<typeof lock>({ lock: this.#lock, seen: this.#seen });
      }
      await this.#somethingToDo();
    }
  }

  async #somethingToDo(): Promise<void> {
    const woken = () => this.#inbox.messages.length > 0;
    const thaw = this.#lock.queue.length === 0 ? null : firstEnd(lasting(this.#lock.freezes, Date.now()));
    if (thaw === null) return condition(woken);
    // Whoever waits goes on when a freeze ends by itself.
    if (!(await condition(woken, thaw - Date.now()))) this.#become(grantTurns(this.#lock, Date.now()));
  }

  async #beginAnew(): Promise<void> {
    const { lock, unheard } = await rebuildLock(this.#component, this.#inbox.claims);
    this.#lock = lock;
    this.#become(grantTurns(adopt(lock, unheard), Date.now()));
  }

  /** Nothing is under way that a new run would lose. */
  #atRest(): boolean {
    return this.#inbox.messages.length === 0 && this.#notices.length === 0;
  }

  async #handleAll(): Promise<void> {
    const { messages } = this.#inbox;
    for (let message = messages.shift(); message !== undefined; message = messages.shift()) {
      if (message.type === 'order') this.#become(obey(this.#lock, message.order, Date.now()));
      else await this.#carryOut(message.command);
    }
    const news = this.#news.splice(0);
    await Promise.all(news.map((item) => this.#tell(item)));
  }

  /** A release that is not there any more cannot hold what it was granted. */
  async #tell({ releaseId, type, payload }: AddressedNews): Promise<void> {
    if (await signalIfOpen(releaseId, type, payload)) return;
    if (type === 'lockGranted')
      this.#inbox.messages.push({ type: 'order', order: { type: 'release', payload } });
  }

  /** Takes a new state; what it means for releases and people is to be told. */
  #become({ lock, news }: Obeyed): void {
    const known = new Set(orphansOf(this.#lock).map(({ releaseKey }) => releaseKey));
    const orphans = orphansOf(lock);
    this.#lock = lock;
    this.#news.push(...news);
    for (const holder of orphans) {
      if (!known.has(holder.releaseKey)) this.#announce({ type: 'orphaned', holder });
    }
    this.#remember({ lock: { orphans, freezes: lock.freezes } });
  }

  /** Writes to history only what changed. */
  #remember(memo: LockMemo): void {
    const remembered = JSON.stringify(memo);
    if (remembered === this.#remembered) return;
    this.#remembered = remembered;
    upsertMemo({ ...memo });
  }

  #announce(event: LockEvent): void {
    this.#notices.push({ kind: 'lockEvent', id: uuid4(), tried: false, component: this.#component, event });
  }

  async #carryOut(command: LockCommand): Promise<void> {
    const { actor, replyTo, commandId } = command;
    if (commandId !== null && this.#seen.includes(commandId)) return;
    const answer = await this.#answer(command);
    if (commandId !== null) this.#seen = [...this.#seen, commandId].slice(-seenKept);
    const component = this.#component;
    if (command.all === 'other') return;
    this.#notices.push({ kind: 'lockAnswer', id: uuid4(), tried: false, component, answer, actor, replyTo });
  }

  async #answer(command: LockCommand): Promise<LockAnswer> {
    const roles = await rolesOf(command.actor);
    if (roles === null) return { code: 'rolesUnknown' };
    const outcome = applyLockCommand(this.#lock, command, roles, Date.now());
    if (!outcome.ok) return outcome.refusal;
    this.#become(outcome.obeyed);
    if (command.all !== 'other') this.#announce(outcome.event);
    return { code: 'done', command: command.signal, all: command.all !== null };
  }
}

const orphansOf = (lock: LockState): readonly LockHolder[] => lock.holders.filter(({ orphan }) => orphan);
