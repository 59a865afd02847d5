import { iso } from '../iso.ts';
import { freezeView } from '../lock/lock-view.ts';
import type { FreezeView } from '../lock/lock-view.ts';
import type { Priority } from '../lock/lock-queue.ts';
import type { Wait } from './stage.ts';
import { lifecycle } from './lifecycle.ts';
import type { CheckProblems, EventType } from './events.ts';
import { isPrechecking } from './check-run.ts';
import { hasAllLocks } from './locking.ts';
import { freezeInTheWay } from './freezing.ts';
import { priorityOf } from './state.ts';
import type { ReleaseLock, ReleaseState } from './state.ts';
import { ticketsOf } from './subject.ts';
import type { Item } from './subject.ts';
import { approvalsOf } from './approvals.ts';
import { cannotVote } from './votes.ts';
import type { Approvals } from './approvals.ts';

/** Where a release stands; instants are ISO 8601 in UTC. */
export interface ReleaseSummary extends Pick<ReleaseState, 'title' | 'url' | 'stage' | 'components'> {
  /** The key of the release; for several tickets, that of the first. */
  readonly ticket: string;
  /** The keys of all its tickets. */
  readonly tickets: readonly string[];
  /** Null only until a `request` has arrived. */
  readonly requester: string | null;
  /** Critical components that its ticket names and the release leaves out. */
  readonly leftOut: readonly string[];
  readonly admin: { readonly needed: boolean; readonly user: string | null };
  readonly acceptedBy: readonly string[];
  /** Whose approval cannot count: those who have given theirs, and those who are or were its requester. */
  readonly cannotVote: readonly string[];
  /** The approvals needed and given. */
  readonly approvals: readonly Approvals[];
  /** The number of its last findings: an approval may say which findings it is for. */
  readonly finding: number;
  readonly priority: Priority;
  readonly waitingFor: Wait | null;
  /** The freeze that stops it, or null. */
  readonly frozen: (FreezeView & { readonly component: string }) | null;
  readonly since: string;
  readonly locks: readonly PublicLock[];
}

/** What everybody sees of a lock that a release needs. */
type PublicLock = Omit<ReleaseLock, 'grantedAt'>;

export const publicLock = ({ component, mode, state, token }: ReleaseLock): PublicLock => ({
  component,
  mode,
  state,
  token,
});

/** What the query `status` returns. */
export interface ReleaseStatus extends ReleaseSummary {
  /** What was requested: the items, and the address given with them. */
  readonly asked: { readonly items: readonly Item[]; readonly wikiLink: string | null };
  /** The ticket that no tracker knows, if the release ended for that reason. */
  readonly unknownTicket?: string;
  /** What it lacks in `needs_work`; otherwise null. Absent from workers before 1.2. */
  readonly problems?: CheckProblems | null;
  readonly history: readonly {
    readonly n: number;
    readonly at: string;
    readonly type: EventType;
    readonly actor: string | null;
  }[];
}

/** `now` is epoch ms. */
export function summaryOf(state: ReleaseState, now: number): ReleaseSummary {
  const frozen = freezeInTheWay(state, now);
  return {
    ticket: state.subject.id,
    tickets: ticketsOf(state.subject),
    title: state.title,
    url: state.url,
    stage: state.stage,
    requester: state.requester,
    components: state.components,
    leftOut: state.snapshot?.leftOut ?? [],
    locks: state.locks.map(publicLock),
    admin: { needed: state.adminNeeded, user: state.admin },
    acceptedBy: state.votes.map(({ user }) => user),
    cannotVote: cannotVote(state),
    approvals: approvalsOf(state),
    finding: state.finding,
    priority: priorityOf(state),
    waitingFor: waitOfNow(state, frozen !== null),
    frozen: frozen === null ? null : { component: frozen.component, ...freezeView(frozen.freeze) },
    since: iso(state.since),
  };
}

function waitOfNow(state: ReleaseState, frozen: boolean): Wait | null {
  const { waitsFor, freezes, onProduction } = lifecycle[state.stage];
  if (isPrechecking(state) && (hasAllLocks(state) || state.stage === 'ready')) return 'checks';
  if (onProduction && state.runner?.lost === true) return 'pipeline';
  return frozen && freezes ? 'freeze' : waitsFor;
}

export function statusOf(state: ReleaseState, now: number): ReleaseStatus {
  const last = state.events.at(-1);
  return {
    ...summaryOf(state, now),
    asked: { items: state.subject.items, wikiLink: state.options.wikiLink },
    ...(last?.type === 'ticketUnknown' ? { unknownTicket: last.facts.ticket } : {}),
    problems: state.stage === 'needs_work' ? state.problems : null,
    history: state.events.map(({ n, at, type, actor }) => ({ n, at: iso(at), type, actor })),
  };
}

/** The status before the request has arrived. `now` in epoch ms. */
export const blankStatus = (ticket: string, now: number): ReleaseStatus => ({
  ticket,
  tickets: [],
  title: null,
  url: null,
  stage: 'checking',
  requester: null,
  components: [],
  leftOut: [],
  locks: [],
  admin: { needed: false, user: null },
  acceptedBy: [],
  cannotVote: [],
  approvals: [],
  finding: 0,
  priority: 'normal',
  waitingFor: 'checks',
  frozen: null,
  since: iso(now),
  asked: { items: [], wikiLink: null },
  problems: null,
  history: [],
});
