import {
  allHandlersFinished,
  CancellationScope,
  condition,
  patched,
  setCurrentDetails,
  setHandler,
  upsertMemo,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import { nobody } from '../domain/messages/origin.ts';
import type { Origin } from '../domain/messages/origin.ts';
import type { EventRow } from '../domain/log/event-row.ts';
import { lockRow } from '../domain/log/lock-row.ts';
import { applyLockCommand } from '../domain/lock/commands.ts';
import { nextChangeFor } from '../domain/lock/freezes.ts';
import { grantTurns, carryOutOrder } from '../domain/lock/orders.ts';
import type { AddressedNews, LockChange } from '../domain/lock/orders.ts';
import { publicAnswer } from '../domain/lock/events.ts';
import type { LockAnswer, LockEvent, PublicLockAnswer } from '../domain/lock/events.ts';
import { asReceived } from './command-update.ts';
import type { InboxCommand } from './command-update.ts';
import { emptyLock, isUnused } from '../domain/lock/lock-queue.ts';
import type { LockHolder, LockState } from '../domain/lock/lock-queue.ts';
import { viewOf } from '../domain/lock/lock-view.ts';
import type { LockOrder } from '../domain/messages/lock-messages.ts';
import type { LockCommand } from '../domain/messages/payload.ts';
import { lockDetails } from './web-ui.ts';
import { Alarm } from './alarm.ts';
import { openLockInbox } from './lock-inbox.ts';
import type { LockInbox } from './lock-inbox.ts';
import { holdsNews } from './early-news.ts';
import { continueWithMemo } from './go-on.ts';
import { logIfKeyUsed } from './log-ignored.ts';
import { hasGrownTooLong, mustContinueAsNew } from './long-life.ts';
import { componentOfLock } from '../domain/messages/workflows.ts';
import { answerTo, identityOf, remember } from '../domain/messages/answer.ts';
import type { Answered } from '../domain/messages/answer.ts';
import {
  lockAnswerQuery,
  lockStateQuery,
  newsSignal,
  stateQuery,
  unrecordedQuery,
} from '../domain/messages/definitions.ts';
import type { LockInput } from '../domain/messages/runs.ts';
import type { LockMemo } from '../domain/messages/memo.ts';
import { newest, boundedRows } from '../domain/messages/handed-over.ts';
import { nothingLeft } from '../domain/messages/round.ts';
import { Outbox } from './outbox.ts';
import { CameUp, recordAll } from './record.ts';
import { rebuildLock } from './rebuild-lock.ts';
import { isTriedAgain, lockRolesOf, withProof } from './roles.ts';
import { TaskClock } from './task-clock.ts';
import { signalIfOpen } from './signal-lock.ts';

/**
 * The coordinator of one critical component: who may go, who waits, in which order. It does not end while its component is critical: a
 * workflow that completes when idle loses the signals that arrive just then.
 */
export async function lock(before?: LockInput, clock: TaskClock = new TaskClock()): Promise<void> {
  const component = componentOfLock(workflowInfo().workflowId);
  const coordinator = new Coordinator(component, openLockInbox(), before, clock);
  setHandler(stateQuery, () => ({
    ...viewOf(coordinator.lock, clockNow()),
    ...(coordinator.isKnown ? {} : { rebuilding: true }),
  }));
  setHandler(lockStateQuery, () => coordinator.lock);
  setHandler(lockAnswerQuery, (commandId) => coordinator.answerTo(commandId));
  setHandler(unrecordedQuery, (handled = Infinity) => coordinator.unrecorded(handled));
  // Cancelling it in Temporal has no effect: terminate it to get a new one.
  return CancellationScope.nonCancellable(() => coordinator.forEver(before === undefined));
}

/** The time of a query. The workflow's own time stands still while nothing happens, though freezes begin and end. */
const clockNow = (): number => Math.max(Date.now(), workflowInfo().unsafe.now());

/** The server allows a workflow 2,000 undelivered signals; beyond that its task fails for good. */
const releasesAtOnce = 500;

class Coordinator {
  readonly #clock: TaskClock;
  readonly #component: string;
  readonly #inbox: LockInbox;
  readonly #outbox: Outbox;
  /** Rows that are not in the log yet. */
  readonly #rows: EventRow[];
  readonly #cameUp = new CameUp();
  readonly #news: AddressedNews[] = [];
  readonly #freezeChange = new Alarm();
  #lock: LockState;
  /** Whether it was just told that nothing needs it any longer. */
  #retired = false;
  #answered: readonly Answered<PublicLockAnswer>[];
  /** When it last woke up, epoch ms. */
  #now = 0;
  /** How many resets in Temporal it has handled. */
  #resets = 0;
  /** The memo as JSON; a run begins with that of the previous one. Empty: the lock is not known yet. */
  #remembered: string;

  constructor(component: string, inbox: LockInbox, before: LockInput | undefined, clock: TaskClock) {
    this.#clock = clock;
    this.#component = component;
    this.#inbox = inbox;
    this.#lock = before?.lock ?? emptyLock(component);
    this.#answered = before?.answered ?? [];
    this.#remembered = before === undefined ? '' : JSON.stringify(memoOf(before.lock));
    this.#outbox = new Outbox({
      notices: before?.notices ?? [],
      left: before?.left ?? nothingLeft,
      cardPlace: null,
      asks: [],
    });
    this.#rows = [...(before?.rows ?? [])];
    // Signals may have reached this run before its first line; what the previous run left comes before them.
    inbox.messages.unshift(...(before?.messages ?? []));
  }

  get lock(): LockState {
    return this.#lock;
  }

  get isKnown(): boolean {
    return this.#remembered !== '';
  }

  /** Null for a command that it has not seen. */
  answerTo(commandId: string): PublicLockAnswer | null {
    return answerTo(this.#answered, commandId) ?? null;
  }

  /** See `unrecordedQuery`. */
  unrecorded(handled: number): readonly EventRow[] {
    return this.#cameUp.upTo(this.#rows, handled);
  }

  async forEver(anew: boolean): Promise<void> {
    this.#outbox.deliver();
    void recordAll(this.#rows);
    if (anew) await this.#beginAnew();
    for (;;) {
      await this.#handleAll();
      // An answer that is not on its way when the run continues as new is lost.
      await condition(() => allHandlersFinished() || this.#inbox.messages.length > 0);
      setCurrentDetails(lockDetails(viewOf(this.#lock, Date.now()), this.#lock.settings.windows));
      if (this.#retires()) return;
      if (mustContinueAsNew(this.#atRest()) || this.#isMisseen()) await this.#goOn();
      await this.#somethingToDo();
    }
  }

  /**
   * A run continued by 1.1 has no memo, or an old one. Continue once more to set it; the patch marker stays in the finished run, so a
   * rollback to 1.1 remains possible.
   */
  #isMisseen(): boolean {
    const isSeen = JSON.stringify({ lock: workflowInfo().memo?.['lock'] }) === this.#remembered;
    return this.isKnown && this.#atRest() && !isSeen && patched('seen-anew');
  }

  /** Whether it was told to end, and nothing keeps it from that. */
  #retires(): boolean {
    const told = this.#retired;
    this.#retired = false;
    return told && this.#atRest() && isUnused(this.#lock, this.#now);
  }

  async #somethingToDo(): Promise<void> {
    this.#freezeChange.setTo(nextChangeFor(this.#lock, Date.now()));
    const goesOn = () => mustContinueAsNew(true) && this.#atRest();
    const isWoken = () => this.#inbox.messages.length > 0 || this.#freezeChange.rings || goesOn();
    await condition(() => isWoken() || hasGrownTooLong());
    // A freeze has begun or ended by itself: those who may now go on get the lock.
    if (this.#freezeChange.rings) this.#become(grantTurns(this.#lock, await this.#clock.now()));
  }

  async #beginAnew(): Promise<void> {
    const { known, obeyed } = await rebuildLock(this.#component, this.#inbox.claims, this.#clock);
    this.#now = await this.#clock.now();
    this.#lock = known;
    this.#become(obeyed);
  }

  /**
   * After a reset the releases know who holds the lock, so it asks them. Redelivered commands may have been carried out before and are
   * refused; their senders can check.
   */
  async #forget(): Promise<void> {
    this.#resets = this.#clock.resets;
    for (const message of this.#inbox.messages.splice(0)) {
      if (message.type !== 'command') continue;
      const answer = { done: false, code: 'wasReset', facts: {} } as const;
      message.reply?.(answer);
      if (message.posted && patched('reset-told')) this.#post(message.command, answer);
    }
    this.#remembered = '';
    await this.#beginAnew();
  }

  #goOn(): Promise<never> {
    const { notices, left } = this.#outbox.untold;
    const input: LockInput = {
      lock: this.#lock,
      messages: this.#inbox.messages.map((message) =>
        message.type === 'command' ? { type: 'command', ...asReceived(message) } : message,
      ),
      notices,
      left,
      rows: boundedRows(this.#rows),
      answered: newest(this.#answered),
    };
    return continueWithMemo<typeof lock>([input], memoOf(this.#lock));
  }

  /** Whether nothing is in hand. News for releases has been sent whenever this is asked. */
  #atRest(): boolean {
    return this.#outbox.isEmpty && this.#inbox.messages.length + this.#rows.length === 0 && !holdsNews();
  }

  async #handleAll(): Promise<void> {
    this.#now = await this.#clock.now();
    const { messages } = this.#inbox;
    while (this.#clock.resets > this.#resets) await this.#forget();
    for (let message = messages.shift(); message !== undefined; message = messages.shift()) {
      if (message.type !== 'command') this.#obey(message.order);
      else await this.#carryOut(message);
    }
    await this.#tellAll();
  }

  #obey(order: LockOrder): void {
    this.#retired ||= order.type === 'retire';
    this.#become(carryOutOrder(this.#lock, order, this.#now));
  }

  /** To each release one after the other, since signals that are sent at once may overtake each other; to many releases in parallel. */
  async #tellAll(): Promise<void> {
    const news = this.#news.splice(0);
    const addressees = [...new Set(news.map(({ releaseId }) => releaseId))];
    const tellInOrder = async (addressee: string) => {
      for (const item of news.filter(({ releaseId }) => releaseId === addressee)) await this.#tell(item);
    };
    for (let told = 0; told < addressees.length; told += releasesAtOnce) {
      await Promise.all(addressees.slice(told, told + releasesAtOnce).map(tellInOrder));
    }
  }

  /** A release that is gone cannot hold a lock that it never heard of: the grant is taken back. */
  async #tell({ releaseId, type, payload, again }: AddressedNews): Promise<void> {
    if (await signalIfOpen(releaseId, newsSignal(type), payload)) return;
    if (type === 'lockGranted' && again !== true)
      this.#inbox.messages.push({ type: 'order', order: { type: 'release', payload } });
  }

  /** Takes a new state, and queues what releases and people have to be told. */
  #become({ lock, news }: LockChange): void {
    const known = new Set(orphansOf(this.#lock).map(({ releaseKey }) => releaseKey));
    const orphans = orphansOf(lock);
    this.#lock = lock;
    this.#news.push(...news);
    for (const holder of orphans) {
      if (!known.has(holder.releaseKey)) this.#announce({ type: 'orphaned', holder }, nobody);
    }
    this.#remember(memoOf(lock));
  }

  /** Writes to history only what changed. */
  #remember(memo: LockMemo): void {
    const remembered = JSON.stringify(memo);
    if (remembered === this.#remembered) return;
    this.#remembered = remembered;
    upsertMemo({ ...memo });
  }

  #announce(event: LockEvent, origin: Origin): void {
    const id = uuid4();
    const component = this.#component;
    this.#outbox.tell({ kind: 'lockEvent', id, tried: false, component, event });
    this.#rows.push(this.#cameUp.note(lockRow(component, event, { id, at: this.#now, origin })));
  }

  async #carryOut({ command, posted, reply }: InboxCommand<LockCommand, PublicLockAnswer>): Promise<void> {
    const { commandId } = command;
    const earlier = answerTo(this.#answered, commandId, identityOf(command, posted));
    if (earlier !== undefined && !isTriedAgain(earlier, posted)) {
      logIfKeyUsed(earlier, command, posted);
      return reply?.(earlier);
    }
    const answer = await this.#answer(command);
    this.#answered = remember(this.#answered, command, publicAnswer(answer));
    reply?.(publicAnswer(answer));
    if (posted) this.#post(command, answer);
  }

  #post({ actor, replyTo, commandId, all }: LockCommand, answer: LockAnswer): void {
    if (all === 'other') return;
    const component = this.#component;
    const told = { id: uuid4(), tried: false, component, answer, actor, replyTo, commandId };
    this.#outbox.tell({ kind: 'lockAnswer', ...told });
  }

  async #answer(command: LockCommand): Promise<LockAnswer> {
    const roles = await lockRolesOf(command, this.#component);
    if (roles === null) return { done: false, code: 'rolesUnknown', facts: {} };
    const given = withProof(command, roles.pipeline);
    const outcome = applyLockCommand(this.#lock, given, roles, this.#now);
    if (!outcome.ok) return { done: false, ...outcome.refusal };
    this.#become(outcome.obeyed);
    if (command.all !== 'other') this.#announce(outcome.event, given);
    return { done: true, event: outcome.event };
  }
}

const memoOf = (lock: LockState): LockMemo => ({
  lock: {
    orphans: orphansOf(lock),
    freezes: lock.freezes,
    unlocked: lock.unlocked,
    settingsVersion: lock.settings.version,
  },
});

const orphansOf = (lock: LockState): readonly LockHolder[] => lock.holders.filter(({ orphan }) => orphan);
