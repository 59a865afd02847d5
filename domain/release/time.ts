import { lifecycle } from './lifecycle.ts';
import { isEnd } from './stage.ts';
import { precheckTimedOut, precheckDeadline } from './checks.ts';
import { nextFreezeChange, timeRunsOrStops } from './freezing.ts';
import { askForWaiters } from './locking.ts';
import { nobody } from '../messages/origin.ts';
import { enter, record, remindAt } from './state.ts';
import type { Nudging, ReleaseState } from './state.ts';

const dayMs = 24 * 3_600_000;

/** Something that becomes due, and what it then does to the release. */
interface Deadline {
  /** Epoch ms. */
  readonly at: number;
  readonly meet: (state: ReleaseState, now: number) => ReleaseState;
}

function expiry(state: ReleaseState): Deadline[] {
  if (!lifecycle[state.stage].expires) return [];
  const { expireAfterMs } = state.rules;
  const at = state.lastCommandAt + expireAfterMs;
  const warning: Deadline = {
    at: at - dayMs,
    meet: (due, now) => record({ ...due, expiryWarned: true }, now, nobody, 'expiryNear', { at }),
  };
  const end: Deadline = {
    at,
    meet: (due, now) =>
      record(enter(due, 'expired', now), now, nobody, 'expired', { announced: due.announced }),
  };
  // A release that expires within a day anyway gets no warning: it would come right after the request.
  return state.expiryWarned || expireAfterMs <= dayMs ? [end] : [warning, end];
}

function nudge(state: ReleaseState, nudging: Nudging): Deadline[] {
  const { reminder, waitingSince, count, nextAt, escalateAt } = nudging;
  const settings = state.rules.reminders[reminder];
  const next: Deadline = {
    at: nextAt,
    meet: (due, now) => {
      // Counted from now and not from what was missed, so that a worker that was away for a day does not catch up nudge by nudge.
      const following = remindAt(due, reminder, now, settings.everyMs);
      const nudged = { ...due, nudging: { ...nudging, count: count + 1, nextAt: following } };
      return record(nudged, now, nobody, 'nudged', { reminder, count: count + 1, waitingSince });
    },
  };
  if (escalateAt === null) return [next];
  const escalation: Deadline = {
    at: escalateAt,
    meet: (due, now) => {
      const facts = { reminder, waitingSince, to: settings.escalateTo };
      return record({ ...due, nudging: { ...nudging, escalateAt: null } }, now, nobody, 'escalated', facts);
    },
  };
  return [escalation, next];
}

/** A freeze that begins or ends by itself. It takes effect at that very instant, even if no worker was there. */
function freezeChange(state: ReleaseState): Deadline[] {
  const at = nextFreezeChange(state);
  return at === null ? [] : [{ at, meet: (due) => timeRunsOrStops(due, at) }];
}

/** The deadline of checks that keep it waiting. */
function endOfLook(state: ReleaseState): Deadline[] {
  const at = precheckDeadline(state);
  return at === null ? [] : [{ at, meet: precheckTimedOut }];
}

/** Its requester has the turn but may not start, because of a freeze. */
const frozenOut = ({ stage, holdLeftMs }: ReleaseState): boolean =>
  lifecycle[stage].freezes && holdLeftMs !== null;

function deadlines(state: ReleaseState): Deadline[] {
  if (isEnd(state.stage)) return [];
  return [
    ...expiry(state),
    ...(state.holdUntil === null ? [] : [{ at: state.holdUntil, meet: askForWaiters }]),
    ...freezeChange(state),
    ...endOfLook(state),
    ...(state.nudging === null || frozenOut(state) ? [] : nudge(state, state.nudging)),
  ];
}

/** The next instant at which time alone changes something, epoch ms; null if none. */
export function nextDeadline(state: ReleaseState): number | null {
  const instants = deadlines(state).map((deadline) => deadline.at);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** Applies everything that is due at `now` (epoch ms), earliest first. */
export function passTime(state: ReleaseState, now: number): ReleaseState {
  const due = deadlines(state)
    .filter((deadline) => deadline.at <= now)
    .sort((a, b) => a.at - b.at)[0];
  return due === undefined ? state : passTime(due.meet(state, now), now);
}
