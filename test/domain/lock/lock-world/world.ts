/**
 * A model of releases and locks. It runs the real rules over a network that behaves like Temporal's: messages between two workflows arrive
 * in order, those between several in any order. A terminated workflow loses what it has not handled and not delivered, and leaves its memo,
 * which was true at its last step.
 */
import type { NeededLock, Renamed } from '../../../../domain/components.ts';
import { criticalOf, locksLacking } from '../../../../domain/components.ts';
import { formerNames, namesLeftOut, withNamesKept } from '../../../../domain/former-names.ts';
import { applyLockCommand } from '../../../../domain/lock/commands.ts';
import { grantTurns, carryOutOrder } from '../../../../domain/lock/orders.ts';
import type { AddressedNews, LockChange } from '../../../../domain/lock/orders.ts';
import { emptyLock, isUnused } from '../../../../domain/lock/lock-queue.ts';
import type { LockState } from '../../../../domain/lock/lock-queue.ts';
import { goneWith, orphansOf, restore } from '../../../../domain/lock/rebuild.ts';
import type { Heritage } from '../../../../domain/lock/rebuild.ts';
import { isPrechecking } from '../../../../domain/release/check-run.ts';
import { checked, wantsChecks } from '../../../../domain/release/checks.ts';
import { applyCommand, begin, withdraw } from '../../../../domain/release/commands.ts';
import { hear } from '../../../../domain/release/locking.ts';
import type { LockOrder } from '../../../../domain/messages/lock-messages.ts';
import { readCommand } from '../../../../domain/messages/payload.ts';
import type { CommandSignal, LockCommandSignal } from '../../../../domain/command/commands.ts';
import { lettingGoOf } from '../../../../domain/release/state.ts';
import type { ReleaseState } from '../../../../domain/release/state.ts';
import { lifecycle } from '../../../../domain/release/lifecycle.ts';
import { passTime } from '../../../../domain/release/time.ts';
import { isEnd } from '../../../../domain/release/stage.ts';
import { configurations, everyRole, lockNames, people, rules, stepMs } from './company.ts';
import type { Company } from './company.ts';
import type { Coordinator, Handled, Post, Release, Ticket } from './parts.ts';
import { reportOf } from './report.ts';

export class World {
  now = 1_000_000;
  readonly releases: Release[] = [];
  readonly coordinators = new Map<string, Coordinator>();
  /** The memos of coordinators that are gone. */
  readonly memos = new Map<string, LockState>();
  posts: Post[] = [];
  /** Grants taken away, by `unlock` or for a release on production that needs the lock: `component:token`. */
  readonly unlocked = new Set<string>();
  /** Orphans that were unlocked: `component:releaseKey`. They must not come back. */
  readonly laidDown = new Set<string>();
  /** The locks whose coordinators retired. */
  readonly retired = new Set<string>();
  /** The releases that started in the last step. */
  startedNow: Release[] = [];
  /** The changes of locks in the last step. */
  handled: Handled[] = [];
  readonly log: string[] = [];
  readonly tickets = new Map<string, Ticket>();
  configuration = 0;
  trackerAnswers = true;
  #formerNames: Renamed = {};
  #coordinatorsSoFar = 0;

  constructor() {
    for (const component of criticalOf(this.settings)) {
      this.#appoint(component, []);
      this.handle(component);
    }
  }

  open(): readonly Release[] {
    return this.releases.filter(({ fate }) => fate === 'open');
  }

  tick(ms = stepMs): void {
    this.now += ms;
    this.handled = [];
    this.startedNow = [];
  }

  say(line: string): void {
    this.log.push(`${String(this.now - 1_000_000).padStart(9)} ${line}`);
  }

  request(ticket: string, components: readonly string[], hotfix: boolean): void {
    const id = `release:${ticket}`;
    if (this.open().some((release) => release.id === id)) return;
    const command = readCommand('request', { actor: people.requester, hotfix });
    if (command === null) throw new Error('The model sends a malformed command.');
    const key = `${ticket}.${this.releases.length}`;
    this.tickets.set(ticket, { components, url: '', tested: true });
    const state = begin(ticket, key, rules, command, this.now);
    const fate = { fate: 'open', cancelled: false, buried: false } as const;
    const unknown = { read: null, found: null, starts: [], seen: new Map(), started: null };
    this.releases.push({ ticket, id, state, ...fate, ...unknown });
    this.say(`${key} is asked for: ${components.join()}${hotfix ? ', a hotfix' : ''}`);
  }

  changeTicket(ticket: string, change: Partial<Ticket>): void {
    const before = this.tickets.get(ticket);
    if (before === undefined) return;
    this.tickets.set(ticket, { ...before, ...change });
    this.say(`ticket ${ticket}: ${JSON.stringify(change)}`);
  }

  /** As the configuration says, and with the former names that it left out as long as their locks stand. */
  get settings(): Company {
    return this.#settingsWith((old) => this.standing([old]).length > 0);
  }

  #settingsWith(isKept: (old: string) => boolean): Company {
    const components = configurations[this.configuration] ?? {};
    const leftOut = Object.entries(namesLeftOut(this.#formerNames, { components }));
    return withNamesKept({ components }, Object.fromEntries(leftOut.filter(([old]) => isKept(old))))
      .components;
  }

  /** Whether the reconciler wants a coordinator for this component. */
  #isWanted(component: string): boolean {
    return criticalOf(this.settings).includes(component) || this.#isNeeded(component);
  }

  /** What the reconciler does: starts missing coordinators and retires those that nobody needs. Returns whether it did anything. */
  reconcile(): boolean {
    const missing = lockNames.filter((name) => !this.coordinators.has(name) && this.#isWanted(name));
    for (const component of missing) this.restart(component);
    const unused = [...this.coordinators.values()].filter((coordinator) => this.#isUnused(coordinator));
    for (const { component, inbox } of unused) {
      inbox.push({ type: 'order', order: { type: 'retire', payload: {} } });
      this.say(`nobody needs the lock ${component}`);
    }
    return missing.length + unused.length > 0;
  }

  /** What the reconciler concludes from memos. */
  #isUnused({ component, asked, lock, inbox }: Coordinator): boolean {
    const isFree = asked === null && !lock.holders.some(({ orphan }) => orphan) && lock.freezes.length === 0;
    const isTold = inbox.some((parcel) => parcel.type === 'order' && parcel.order.type === 'retire');
    return !isTold && isFree && !criticalOf(this.settings).includes(component) && !this.#isNeeded(component);
  }

  #isNeeded(component: string): boolean {
    return this.open().some(
      ({ state }) =>
        [...state.locks, ...state.neededLocks].some((lock) => lock.component === component) ||
        lettingGoOf(state).includes(component),
    );
  }

  /** As in `workflows/lock.ts`: only if no message is in hand. */
  #retire(coordinator: Coordinator): void {
    const { component, lock, inbox } = coordinator;
    const isAtRest = inbox.length === 0 && !this.posts.some(({ from }) => from === coordinator);
    if (!isAtRest || !isUnused(lock, this.now)) return;
    this.coordinators.delete(component);
    this.memos.set(component, lock);
    this.retired.add(component);
    this.say(`lock ${component} ends`);
  }

  /** The components that have a coordinator, or had one that did not retire. */
  standing(components: readonly string[]): readonly string[] {
    return components.filter(
      (name) => this.coordinators.has(name) || (this.memos.has(name) && !this.retired.has(name)),
    );
  }

  /** The locks that a release on production lacks under the current configuration. */
  lacking({ fate, state }: Release): readonly NeededLock[] {
    if (fate !== 'open' || !lifecycle[state.stage].onProduction) return [];
    return locksLacking(state.components, state.locks, this.settings);
  }

  /** The reconciler reports the missing locks to the release. */
  tellNeeds(release: Release): void {
    const locks = this.lacking(release);
    release.state = hear(release.state, { type: 'locksNeeded', payload: { locks } }, this.now);
    this.say(`the reconciler tells ${release.state.key} what it needs: ${summary(release)}`);
  }

  configure(configuration: number): void {
    this.configuration = configuration;
    this.#formerNames = formerNames(this.#formerNames, { components: configurations[configuration] });
    this.say(`configuration ${configuration}`);
  }

  canRead({ fate, state, read }: Release): boolean {
    return fate === 'open' && wantsChecks(state) && read?.number !== state.checks.number;
  }

  /** The checks of a release read its ticket. */
  read(release: Release): void {
    const { number } = release.state.checks;
    const settings = this.#settingsWith((old) =>
      this.releases.some(({ state: { locks } }) =>
        locks.some(({ component, state }) => component === old && state === 'held'),
      ),
    );
    release.read = { number, at: this.now, report: reportOf(this, release), settings };
    this.say(`  ${release.state.key} is read`);
  }

  /** The result of the checks arrives. */
  find(release: Release): void {
    const { read } = release;
    if (read === null) return;
    release.read = null;
    release.found = read;
    release.state = checked(release.state, read.number, read.report, this.now);
    this.say(`  ${release.state.key}: ${read.report.outcome}, now ${summary(release)}`);
    this.#resume(release);
  }

  command(release: Release, signal: CommandSignal, actor: string, user: string | null = null): void {
    const command = readCommand(signal, { actor, reason: 'why', ...(user === null ? {} : { user }) });
    if (command === null) throw new Error('The model sends a malformed command.');
    const outcome = applyCommand(release.state, command, everyRole, this.now);
    if (!outcome.ok) return;
    if (signal === 'accept') release.seen.set(actor, release.state.snapshot);
    release.state = outcome.state;
    // One run of the checks serves every `dep start` that arrives before its result.
    if (outcome.postponed) release.starts.push({ command, at: release.starts[0]?.at ?? this.now });
    else if (signal === 'depStart') this.#goes(release, this.now);
    this.say(`${release.state.key}: ${signal}, now ${outcome.state.stage}`);
    this.#resume(release);
  }

  /** As in `workflows/live-release.ts`. */
  #resume(release: Release): void {
    if (wantsChecks(release.state) && isPrechecking(release.state)) return;
    for (const { command, at } of release.starts.splice(0)) {
      const outcome = applyCommand(release.state, command, everyRole, this.now, true);
      if (!outcome.ok) continue;
      release.state = outcome.state;
      this.#goes(release, at);
    }
  }

  #goes(release: Release, saidAt: number): void {
    release.started = { saidAt, found: release.found, state: release.state };
    this.startedNow.push(release);
    this.say(`${release.state.key} starts: ${summary(release)}`);
  }

  commandLock(component: string, signal: LockCommandSignal, until: number | null): void {
    const payload = { actor: people.admin, reason: 'why' };
    const ends = until === null ? {} : { until: new Date(until).toISOString() };
    const command = readCommand(signal, { ...payload, ...ends });
    if (command === null) throw new Error('The model sends a malformed command.');
    this.coordinators.get(component)?.inbox.push({ type: 'command', command });
  }

  /**
   * A release delivers its next message whose coordinator exists; false if there is none. Each lock has a sender of its own, so none waits
   * for another.
   */
  send(release: Release, times = 1): boolean {
    const { pendingOrders } = release.state;
    const message = pendingOrders.find(({ component }) => this.coordinators.has(component));
    const coordinator = message && this.coordinators.get(message.component);
    if (message === undefined || coordinator === undefined) return false;
    release.state = { ...release.state, pendingOrders: pendingOrders.filter((other) => other !== message) };
    for (let n = 0; n < times; n += 1) this.drop(coordinator, message);
    return true;
  }

  drop(coordinator: Coordinator, order: LockOrder): void {
    if (order.type === 'claim') coordinator.claims.set(order.payload.releaseId, order.payload);
    else coordinator.inbox.push({ type: 'order', order });
  }

  canHandle(coordinator: Coordinator): boolean {
    if (coordinator.asked === null) return coordinator.inbox.length > 0;
    const silent = this.#silent(coordinator);
    return silent.length === 0 || silent.some((id) => !this.#isBeingAsked(coordinator, id));
  }

  /** The open releases that were asked for their claims and have not answered. */
  #silent({ asked, claims, epoch }: Coordinator): readonly string[] {
    const isOpen = (id: string) => this.open().some((release) => release.id === id);
    return (asked ?? []).filter((id) => isOpen(id) && claims.get(id)?.epoch !== epoch);
  }

  #isBeingAsked(coordinator: Coordinator, id: string): boolean {
    const { component } = coordinator;
    const answers = this.open().find((release) => release.id === id)?.state.pendingOrders ?? [];
    return (
      this.posts.some(({ from, to }) => from === coordinator && to === id) ||
      answers.some((message) => message.type === 'claim' && message.component === component)
    );
  }

  /** A coordinator handles its next message, or completes its rebuild. */
  handle(component: string): void {
    const coordinator = this.coordinators.get(component);
    if (coordinator === undefined) return;
    if (coordinator.asked !== null) {
      this.#remember(coordinator);
      return;
    }
    const parcel = coordinator.inbox.shift();
    if (parcel === undefined) return;
    if (parcel.type === 'order') {
      const { type, payload } = parcel.order;
      this.say(`  lock ${component}: ${type} ${JSON.stringify(payload)}`);
      this.become(coordinator, carryOutOrder(coordinator.lock, parcel.order, this.now));
      if (type === 'retire') this.#retire(coordinator);
      return;
    }
    const outcome = applyLockCommand(coordinator.lock, parcel.command, everyRole, this.now);
    if (!outcome.ok) return;
    this.say(`  lock ${component}: ${outcome.event.type}`);
    if (outcome.event.type === 'unlocked') {
      for (const { token, orphan, releaseKey } of outcome.event.holders) {
        this.unlocked.add(`${component}:${token}`);
        // The release may not have heard of its newest token.
        const believed = this.releases.find(({ state }) => state.key === releaseKey)?.state.locks ?? [];
        for (const lock of believed) this.unlocked.add(`${component}:${lock.token}`);
        if (orphan) this.laidDown.add(`${component}:${releaseKey}`);
      }
    }
    this.become(coordinator, outcome.obeyed);
  }

  become(coordinator: Coordinator, { lock, news }: LockChange): void {
    this.handled.push({ before: coordinator.lock, after: lock });
    coordinator.lock = lock;
    for (const item of news) {
      if (item.type === 'preempted') this.unlocked.add(`${item.payload.component}:${item.payload.token}`);
      this.#post(coordinator, item);
    }
  }

  #post(from: Coordinator, item: AddressedNews): void {
    const open = this.posts.find((post) => post.from === from && post.to === item.releaseId);
    if (open === undefined) this.posts.push({ from, to: item.releaseId, news: [item] });
    else open.news.push(item);
  }

  /** Delivers the next news of a coordinator to a release. */
  deliver(post: Post, times = 1): void {
    const item = post.news.shift();
    this.posts = this.posts.filter(({ news }) => news.length > 0);
    if (item === undefined) return;
    const release = this.open().find(({ id }) => id === post.to);
    if (release === undefined) {
      if (item.type !== 'lockGranted' || item.again === true) return;
      const order = { type: 'release', payload: item.payload } as const;
      if (this.coordinators.get(post.from.component) === post.from) this.drop(post.from, order);
      return;
    }
    for (let n = 0; n < times; n += 1) release.state = hear(release.state, item, this.now);
    this.#resume(release);
    this.say(
      `  ${release.state.key} hears ${item.type} ${JSON.stringify(item.payload)}: ${summary(release)}`,
    );
  }

  canClose({ state }: Release): boolean {
    return isEnd(state.stage) && state.pendingOrders.length === 0;
  }

  /** An ended release whose messages are delivered closes. */
  close(release: Release): void {
    release.fate = release.cancelled ? 'dead' : 'closed';
    this.say(`${release.state.key} closes`);
  }

  cancelInTemporal(release: Release): void {
    release.cancelled = true;
    release.state = withdraw(release.state, this.now);
    this.#resume(release);
    this.say(`${release.state.key} is cancelled in Temporal: ${summary(release)}`);
  }

  terminate(release: Release): void {
    release.fate = 'dead';
    this.say(`${release.state.key} is terminated while ${summary(release)}`);
  }

  /** The reconciler finds a dead release and notifies the locks that its memo names. */
  bury(release: Release): void {
    release.buried = true;
    const { gone, components } = goneWith(listed(release.state));
    const keeps = gone.deploying === true ? release.state.locks.filter((lock) => lock.state === 'held') : [];
    for (const { component } of keeps) this.#start(component);
    for (const component of components) {
      const coordinator = this.coordinators.get(component);
      if (coordinator !== undefined) this.drop(coordinator, { type: 'releaseGone', payload: gone });
    }
    this.say(`the reconciler finds ${gone.releaseKey} dead`);
  }

  /** Terminates a coordinator. If `late`, its grants, losses and renewals that are under way still arrive. */
  crash(component: string, late: boolean): void {
    const coordinator = this.coordinators.get(component);
    if (coordinator === undefined) return;
    this.coordinators.delete(component);
    if (coordinator.asked === null) this.memos.set(component, coordinator.lock);
    const arrives = ({ type }: AddressedNews) =>
      late && ['lockGranted', 'lockLost', 'renewed'].includes(type);
    this.posts = this.posts.flatMap((post) => {
      const news = post.from === coordinator ? post.news.filter(arrives) : post.news;
      return news.length === 0 ? [] : [{ ...post, news }];
    });
    this.say(`lock ${component} is terminated${late ? ', and its grants arrive late' : ''}`);
  }

  /** The reconciler starts a missing coordinator, which asks the open releases for their claims. */
  restart(component: string): void {
    if (this.#isWanted(component)) this.#start(component);
  }

  #start(component: string): void {
    if (this.coordinators.has(component)) return;
    this.retired.delete(component);
    this.say(`lock ${component} starts anew`);
    this.#appoint(
      component,
      this.open().map(({ id }) => id),
    );
  }

  #heritage(component: string): Heritage {
    const memo = this.memos.get(component) ?? emptyLock(component);
    const orphans = memo.holders.filter(({ orphan }) => orphan);
    const unheard = this.releases
      .filter(({ fate }) => fate === 'dead')
      .flatMap(({ state, id }) => orphansOf(listed(state), id, component))
      .filter(({ releaseKey }) => !orphans.some((orphan) => orphan.releaseKey === releaseKey));
    return { orphans, freezes: memo.freezes, unlocked: memo.unlocked, unheard, settings: memo.settings };
  }

  #appoint(component: string, asked: readonly string[]): void {
    this.#coordinatorsSoFar += 1;
    const coordinator: Coordinator = {
      component,
      number: this.#coordinatorsSoFar,
      epoch: this.now,
      lock: emptyLock(component),
      asked,
      claims: new Map(),
      inbox: [],
    };
    this.coordinators.set(component, coordinator);
    for (const releaseId of asked) {
      this.#post(coordinator, { type: 'claimLocks', releaseId, payload: { component, epoch: this.now } });
    }
  }

  /** As in `workflows/rebuild-lock.ts`. */
  #remember(coordinator: Coordinator): void {
    const { component, claims, epoch } = coordinator;
    const silent = this.#silent(coordinator).filter((id) => !this.#isBeingAsked(coordinator, id));
    for (const releaseId of silent) {
      this.#post(coordinator, { type: 'claimLocks', releaseId, payload: { component, epoch } });
    }
    if (this.#silent(coordinator).length > 0) return;
    const claimed = [...claims.values()].flatMap(({ claim, epoch: answered }) =>
      claim === null || answered !== epoch ? [] : [claim],
    );
    const { known, obeyed } = restore(component, claimed, this.#heritage(component), this.now);
    coordinator.asked = null;
    coordinator.lock = known;
    this.say(`  lock ${component} remembers ${known.holders.map(({ releaseKey }) => releaseKey).join()}`);
    for (const { token } of obeyed.lock.holders) this.unlocked.delete(`${component}:${token}`);
    this.become(coordinator, obeyed);
  }

  /** Time passes: freezes end, unused turns expire. */
  wait(ms: number): void {
    this.now += ms;
    this.say(`${ms / 60_000} minutes pass`);
    for (const release of this.open()) {
      release.state = passTime(release.state, this.now);
      this.#resume(release);
    }
    for (const coordinator of this.coordinators.values()) {
      if (coordinator.asked === null) this.become(coordinator, grantTurns(coordinator.lock, this.now));
    }
  }
}

export const summary = ({ state }: Release): string =>
  `${state.stage} ${state.locks.map((lock) => `${lock.component}=${lock.state}:${lock.token ?? '-'}`).join()}`;

/** As the memo of a release lists it. */
const listed = (state: ReleaseState) => ({
  ...state,
  ticket: state.subject.id,
  lettingGo: lettingGoOf(state),
});
