import {
  allHandlersFinished,
  CancelledFailure,
  condition,
  patched,
  setHandler,
  startChild,
  uuid4,
} from '@temporalio/workflow';
import type { EventRow } from '../domain/log/event-row.ts';
import { releaseRow } from '../domain/log/release-row.ts';
import { releaseCommands } from '../domain/command/commands.ts';
import { refused } from '../domain/release/answers.ts';
import type { ReleaseAnswer } from '../domain/release/answers.ts';
import { confirmationAsked, withoutCharts } from '../domain/release/bad-charts.ts';
import { isPrechecking } from '../domain/release/check-run.ts';
import { wantsChecks } from '../domain/release/checks.ts';
import { rolesMatter, withdraw } from '../domain/release/commands.ts';
import type { Roles } from '../domain/release/commands.ts';
import { passedBy } from '../domain/release/override.ts';
import { fallenSilent, isRenewing } from '../domain/release/runner.ts';
import { afterReset } from '../domain/release/reset.ts';
import { isUnsure } from '../domain/release/unconfirmed.ts';
import { watchPassed } from '../domain/release/watching.ts';
import type { LockNews } from '../domain/messages/lock-messages.ts';
import type { ReleaseCommand } from '../domain/messages/payload.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { ticketsOf } from '../domain/release/subject.ts';
import { statusOf, summaryOf } from '../domain/release/status.ts';
import { nextDeadline, passTime } from '../domain/release/time.ts';
import { isEnd } from '../domain/release/stage.ts';
import type { EndStage } from '../domain/release/stage.ts';
import { letGoOf } from './aliases.ts';
import { applied } from './applied.ts';
import { CheckRunner } from './check-runner.ts';
import type { InboxItem } from './inbox.ts';
import { deliveriesOf, startDeliveries } from './deliveries.ts';
import type { lastWords } from './last-words.ts';
import { holdsNews } from './early-news.ts';
import { withFound } from './found.ts';
import { continueWithMemo } from './go-on.ts';
import { heard } from './heard.ts';
import { logIfKeyUsed } from './log-ignored.ts';
import { hasGrownTooLong, mustContinueAsNew } from './long-life.ts';
import { keyWantedSignal } from '../domain/messages/definitions.ts';
import type { ReleaseReply } from '../domain/messages/definitions.ts';
import { newest, pastEvents, boundedFreezes, boundedRows } from '../domain/messages/handed-over.ts';
import { nothingLeft } from '../domain/messages/round.ts';
import { lastWordsIdOf, lastWordsSummary, lastWordsWorkflow } from '../domain/messages/workflows.ts';
import { answerTo, identityOf, remember } from '../domain/messages/answer.ts';
import type { Answered, CommandIdentity } from '../domain/messages/answer.ts';
import { asReceived } from './command-update.ts';
import type { InboxCommand } from './command-update.ts';
import type { Delivery } from '../domain/messages/delivery.ts';
import type { TicketNews } from '../domain/messages/write-back.ts';
import type { ReleaseCard, ShownCard } from '../domain/messages/notice.ts';
import type { Received, ReleaseInput, ReleaseResult } from '../domain/messages/runs.ts';
import { Outbox } from './outbox.ts';
import { OrderSenders } from './order-senders.ts';
import { CameUp, recordAll } from './record.ts';
import { cardOf, ReleaseView } from './release-view.ts';
import { isTriedAgain, proven, rolesOf, withProof } from './roles.ts';
import { RunnerWatch } from './runner-watch.ts';
import type { TaskClock } from './task-clock.ts';
import { tellTickets, ticketNewsOf } from './ticket-news.ts';

const toldOfLookAfterMs = 1500;
/** The memo before a release begins. Not empty: Temporal would carry over the memo the previous run started with. */
const nothingShown = { release: null };
/** Must not change: replays of recorded histories depend on it. */
const lateAfterMs = 5000;

/** A release that has been requested: feeds what arrives into the rules, and carries out what they decide. */
export class LiveRelease {
  #state: ReleaseState;
  readonly #inbox: InboxItem[];
  #outbox: Outbox;
  /** Rows that are not in the log yet. */
  readonly #rows: EventRow[];
  /** Rows that the log does not get, since there was none when the release began. `dobrobot log verify` queries them. */
  readonly #unrecorded: EventRow[] = [];
  /** Deliveries to outside destinations, each by a workflow of its own. Empty whenever the run continues as new or closes. */
  readonly #deliveries: Delivery[] = [];
  /** The same for its tickets. */
  readonly #ticketNews: TicketNews[] = [];
  readonly #recorded: boolean;
  readonly #cameUp = new CameUp();
  #answered: readonly Answered<ReleaseAnswer>[];
  /** Commands that came after the end: the beginning of the next release of this ticket. */
  readonly #afterEnd: Received<ReleaseCommand>[] = [];
  readonly #view = new ReleaseView();
  /** The last card to be shown in Slack, as JSON. A new run does not know what an earlier one had shown. */
  #cardShown = '';
  /** How many of the state's events have become notices. */
  #noticed: number;
  readonly #checks = new CheckRunner(
    () => this.#state,
    (found) => this.#inbox.push({ type: 'checked', ...found }),
  );
  readonly #runner = new RunnerWatch(
    () => this.#state,
    (runner) => this.#inbox.push({ type: 'runnerSilent', runner }),
  );
  /** A start that waits for the checks or for new tokens, and all commands after it. Continue-as-new hands them to the next run. */
  #postponed: InboxCommand<ReleaseCommand, ReleaseReply>[] = [];
  readonly #orders = new OrderSenders(
    () => this.#state.pendingOrders,
    (sent) => {
      const pendingOrders = this.#state.pendingOrders.filter((other) => other !== sent);
      this.#state = { ...this.#state, pendingOrders };
    },
  );
  #cancelled = false;
  /** Another release wants its key. */
  #keyWanted = false;
  readonly #clock: TaskClock;
  /** When it last woke up or caught up, epoch ms. */
  #now = 0;
  /** How many resets in Temporal it has handled. */
  #resets = 0;

  constructor(state: ReleaseState, inbox: InboxItem[], input: ReleaseInput, clock: TaskClock) {
    this.#clock = clock;
    this.#state = state;
    this.#inbox = inbox;
    this.#outbox = new Outbox(input);
    this.#rows = [...input.rows];
    this.#recorded = input.recorded;
    this.#answered = input.answered;
    this.#noticed = input.told ?? input.state?.events.length ?? 0;
    setHandler(keyWantedSignal, () => {
      this.#keyWanted = true;
    });
  }

  get state(): ReleaseState {
    return this.#state;
  }

  /** See `cardQuery`. */
  get card(): ShownCard {
    return { card: cardOf(this.#state), place: this.#outbox.untold.cardPlace };
  }

  /** See `releaseAnswersQuery`. */
  get answered(): readonly Answered<ReleaseAnswer>[] {
    return this.#answered;
  }

  /** Null for a command that it has not seen. */
  answerTo(...command: [commandId: string, asked?: CommandIdentity]): ReleaseAnswer | null {
    return answerTo(this.#answered, ...command) ?? null;
  }

  /** See `unrecordedQuery`. */
  unrecorded(handled: number): readonly EventRow[] {
    return this.#cameUp.upTo([...this.#rows, ...this.#unrecorded], handled);
  }

  async toEnd(): Promise<ReleaseResult> {
    this.#outbox.deliver();
    void recordAll(this.#rows);
    this.#orders.sendAll();
    for (;;) {
      this.#now = await this.#clock.now();
      for (let message = this.#next(); message !== undefined; message = this.#next()) {
        await this.#handle(message);
        if (this.#isCalled && this.#isLate()) await this.#catchUp();
      }
      // An answer that is not on its way when the run ends is lost. Commands after the end are answered by the next run.
      const answered = () => allHandlersFinished() || this.#afterEnd.length + this.#postponed.length > 0;
      await condition(() => answered() || this.#isCalled);
      if (this.#isCalled) continue;
      this.#become(passTime(this.#state, this.#now));
      if (this.#postponed.length > 0 && !this.#mustWait()) {
        for (const message of this.#postponed.splice(0)) {
          await this.#obey(message, true);
          if (this.#isLate()) await this.#catchUp();
        }
        continue;
      }
      if (this.#deliveries.length + this.#ticketNews.length > 0) {
        await startDeliveries(this.#deliveries.splice(0));
        await tellTickets(this.#ticketNews.splice(0));
        // What arrived meanwhile has to be handled before the run may continue as new.
        continue;
      }
      if (isEnd(this.#state.stage) && this.#state.aliases.length > 0) {
        await this.#letKeysGo(this.#state.stage);
        continue;
      }
      void this.#checks.run();
      this.#runner.follow();
      this.#view.show(this.#state);
      if (isEnd(this.#state.stage) && this.#atRest()) return this.#close(this.#state.stage);
      if (this.#mustLeaveWords()) {
        await this.#leaveWords();
        continue;
      }
      if (mustContinueAsNew(this.#atRest())) await this.#goOn(this.#state);
      await this.#somethingToDo();
    }
  }

  /** Whether handling has taken so long that the waiting commands need a fresh timestamp. */
  #isLate(): boolean {
    return Date.now() - this.#now > lateAfterMs && patched('shown-each');
  }

  /** Makes lists show the effect of the commands so far, and takes a fresh timestamp. */
  async #catchUp(): Promise<void> {
    this.#view.show(this.#state);
    this.#now = await this.#clock.now();
  }

  /** Whether another release waits for the key of this one, which has ended and waits only for Slack. */
  #mustLeaveWords(): boolean {
    const inHand = this.#inbox.length + this.#postponed.length + this.#afterEnd.length;
    const isDone = this.#state.pendingOrders.length + this.#rows.length + inHand === 0;
    return this.#keyWanted && isEnd(this.#state.stage) && isDone && !this.#outbox.isEmpty;
  }

  async #leaveWords(): Promise<void> {
    const { key, subject } = this.#state;
    const untold = this.#outbox.handOver();
    this.#outbox = new Outbox({ ...untold, notices: [], left: nothingLeft, asks: [] });
    this.#outbox.deliver();
    await startChild<typeof lastWords>(lastWordsWorkflow, {
      workflowId: lastWordsIdOf(key, uuid4()),
      args: [untold],
      parentClosePolicy: 'ABANDON',
      staticSummary: lastWordsSummary(subject),
    });
  }

  async #somethingToDo(): Promise<void> {
    const ends = () => isEnd(this.#state.stage) || mustContinueAsNew(true);
    const isWoken = () => this.#isCalled || (ends() && this.#atRest()) || this.#mustLeaveWords();
    const woken = () => isWoken() || hasGrownTooLong();
    const deadline = nextDeadline(this.#state);
    if (deadline === null) await condition(woken);
    else await condition(woken, Math.max(deadline - Date.now(), 1));
  }

  /** The next message. Commands are held back until the release knows which locks it has. */
  #next(): InboxItem | undefined {
    if (this.#clock.resets > this.#resets) this.#forgetGrants();
    const index = this.#inbox.findIndex(this.#mayHandle);
    return index === -1 ? undefined : this.#inbox.splice(index, 1)[0];
  }

  get #isCalled(): boolean {
    return this.#clock.resets > this.#resets || this.#inbox.some(this.#mayHandle);
  }

  readonly #mayHandle = ({ type }: InboxItem): boolean => type !== 'command' || !isUnsure(this.#state);

  /** Temporal redelivers to a reset run what had come since. News about turns is dropped: those turns may be over. */
  #forgetGrants(): void {
    this.#resets = this.#clock.resets;
    const kept = this.#inbox.filter((item) => item.type !== 'lockNews' || !isOfTurn(item.news));
    this.#inbox.splice(0, Infinity, ...kept);
    this.#become(afterReset(this.#state));
  }

  /** Whether closing the run would lose nothing. A next release takes over what Slack and the log have not taken. */
  #atRest(): boolean {
    const isTold = this.#outbox.isEmpty && this.#rows.length === 0;
    const told = isTold || this.#afterEnd.length > 0;
    const inHand = this.#inbox.length + this.#postponed.length;
    return inHand === 0 && this.#state.pendingOrders.length === 0 && told && !holdsNews();
  }

  async #close(stage: EndStage): Promise<ReleaseResult> {
    if (this.#afterEnd.length > 0) await this.#goOn(null);
    if (this.#cancelled) throw new CancelledFailure('Cancelled in Temporal');
    return this.#result(stage);
  }

  #result(stage: EndStage): ReleaseResult {
    return { stage, status: statusOf(this.#state, Date.now()), answered: this.#answered };
  }

  /** Done as soon as the release has ended, even if Slack does not show it yet. */
  async #letKeysGo(stage: EndStage): Promise<void> {
    const { key, aliases } = this.#state;
    // Makes whoever asks for one of the keys see that the release has ended.
    this.#view.show(this.#state);
    await letGoOf(aliases, { release: key, result: this.#result(stage) });
    this.#state = { ...this.#state, aliases: [] };
  }

  /** The commands that are held back until the release knows which locks it has. */
  get #held(): readonly Received<ReleaseCommand>[] {
    return this.#inbox.flatMap((item) => (item.type === 'command' ? [asReceived(item)] : []));
  }

  /** Null: the next run begins the next release. */
  #goOn(state: ReleaseState | null): Promise<never> {
    const input: ReleaseInput = {
      state: state && {
        ...state,
        events: pastEvents(state.events),
        freezes: boundedFreezes(state.freezes),
      },
      commands: [...this.#postponed.map(asReceived), ...this.#afterEnd, ...this.#held],
      ...this.#outbox.untold,
      rows: boundedRows(this.#rows),
      recorded: this.#recorded,
      answered: newest(this.#answered),
    };
    return continueWithMemo([input], state === null ? nothingShown : undefined);
  }

  /** Takes a new state. Its new events become notices, log rows and deliveries. */
  #become(state: ReleaseState): void {
    this.#state = state;
    this.#orders.sendAll();
    const card = cardOf(state);
    this.#refresh(card);
    for (const event of state.events.slice(this.#noticed)) {
      this.#outbox.tell({
        kind: 'event',
        id: `${state.key}:${event.n}`,
        card,
        tried: false,
        event,
      });
      const row = this.#cameUp.note(releaseRow(state, event));
      (this.#recorded ? this.#rows : this.#unrecorded).push(row);
      this.#deliveries.push(...deliveriesOf(state, row));
      this.#ticketNews.push(...ticketNewsOf(state, row));
    }
    this.#noticed = state.events.length;
  }

  /** The card precedes its events, which are posted in its thread. */
  #refresh(card: ReleaseCard): void {
    const shown = JSON.stringify({ ...card, checkedFor: [] });
    if (card.announcedBy === null || shown === this.#cardShown) return;
    this.#cardShown = shown;
    this.#outbox.tell({ kind: 'card', id: uuid4(), card, tried: false });
  }

  async #handle(message: InboxItem): Promise<void> {
    switch (message.type) {
      case 'command':
        await this.#obey(message);
        break;
      case 'lockNews':
        this.#become(heard(this.#state, message.news, this.#now));
        break;
      case 'checked':
        this.#become(withFound(this.#state, message, this.#now));
        break;
      case 'runnerSilent':
        this.#become(fallenSilent(this.#state, message.runner, this.#now));
        break;
      case 'watchPassed':
        this.#become(watchPassed(this.#state, message.release, this.#now));
        break;
      case 'cancelRequested':
        this.#cancelled = true;
        this.#become(withdraw(this.#state, this.#now));
        break;
    }
  }

  /** `looked`: the message was postponed, and the checks have run. */
  async #obey(message: InboxCommand<ReleaseCommand, ReleaseReply>, looked = false): Promise<void> {
    const { command, posted, reply } = message;
    const { signal, actor, replyTo, commandId } = command;
    const earlier = answerTo(this.#answered, commandId, identityOf(command, posted));
    const told = (what: ReleaseAnswer): ReleaseReply =>
      command.withRelease ? { ...what, release: summaryOf(this.#state, this.#now) } : what;
    if (earlier !== undefined && !isTriedAgain(earlier, posted)) {
      logIfKeyUsed(earlier, command, posted);
      return reply?.(told(earlier));
    }
    // A release without a ticket is over for good.
    const asksForNext =
      signal === 'request' && command.release === null && ticketsOf(this.#state.subject).length > 0;
    if (isEnd(this.#state.stage) && (asksForNext || this.#afterEnd.length > 0)) {
      this.#afterEnd.push(asReceived(message));
      return;
    }
    // A `dep finish` sent after `dep start` is meant in this order.
    if (this.#postponed.length > 0 && !looked) {
      this.#postponed.push(message);
      return;
    }
    const answer = await this.#carryOut(command, looked);
    if (answer === 'postponed') {
      this.#postpone(message);
      return;
    }
    this.#answered = remember(this.#answered, command, answer);
    reply?.(told(answer));
    // Whoever asked for checks is answered by what they find.
    const isTold = answer.done && (command.quietly || signal === 'request' || signal === 'recheck');
    if (!posted || isTold) return;
    this.#outbox.tell({
      kind: 'answer',
      id: uuid4(),
      card: cardOf(this.#state),
      tried: false,
      answer,
      actor,
      replyTo,
      commandId,
    });
  }

  /** Whether postponed commands have to keep waiting. */
  #mustWait(): boolean {
    const looks = wantsChecks(this.#state) && isPrechecking(this.#state);
    return looks || isUnsure(this.#state) || isRenewing(this.#state);
  }

  /** Tells whoever gave the command if it takes longer. */
  #postpone(message: InboxCommand<ReleaseCommand, ReleaseReply>): void {
    this.#postponed.push(message);
    if (message.posted) void this.#tellOfLook(message);
  }

  async #tellOfLook(message: InboxCommand<ReleaseCommand, ReleaseReply>): Promise<void> {
    if (await condition(() => !this.#postponed.includes(message), toldOfLookAfterMs)) return;
    const { actor, replyTo, commandId } = message.command;
    this.#outbox.tell({
      kind: 'looking',
      id: uuid4(),
      card: cardOf(this.#state),
      tried: false,
      actor,
      replyTo,
      commandId,
    });
  }

  async #carryOut(command: ReleaseCommand, looked: boolean): Promise<ReleaseAnswer | 'postponed'> {
    const { components } = this.#state;
    const roles = rolesAreLookedUp(command) ? await rolesOf(command, components) : noRoles;
    if (roles === null) return { done: false, ...refused('rolesUnknown', { command: command.signal }) };
    const given = roles === noRoles ? await proven(command) : withProof(command, roles.pipeline);
    const apply = (state: ReleaseState) => applied(state, given, roles, this.#now, looked);
    const first = apply(this.#state);
    const asks = !first.ok && first.refusal.code === 'badAlready';
    // Versions before 1.1 start it without asking.
    const outcome = asks && !patched('bad-already') ? apply(withoutCharts(this.#state)) : first;
    if (!outcome.ok) {
      if (asks) this.#become(confirmationAsked(this.#state, given, this.#now));
      return { done: false, ...outcome.refusal };
    }
    this.#become(outcome.state);
    if (outcome.postponed) return 'postponed';
    return { done: true, stage: outcome.state.stage, ...passedBy(command, outcome.state) };
  }
}

const isOfTurn = ({ type }: LockNews): boolean => type === 'lockGranted' || type === 'turnAwaited';

/** A token may let its holder bring on other people's releases. */
const rolesAreLookedUp = ({ signal, claim }: ReleaseCommand): boolean =>
  rolesMatter.includes(signal) || (Boolean(claim) && releaseCommands[signal].scope === 'deploy');

const noRoles: Roles = { approver: false, approves: [], admin: false };
