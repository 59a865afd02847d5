import { dispatch } from '../client/dispatch.ts';
import { withOpenLocks } from '../client/known-locks.ts';
import type { Command } from '../domain/command/command.ts';
import type { LockCommandSignal } from '../domain/command/commands.ts';
import { criticalOf } from '../domain/components.ts';
import type { CommandedEvent, LockAnswer, PublicLockAnswer } from '../domain/lock/events.ts';
import { freezeShown } from '../domain/lock/lock-view.ts';
import type { LockView } from '../domain/lock/lock-view.ts';
import { printable } from '../domain/printable.ts';
import { generalRoleHolders, lockRoleHolders } from '../domain/people.ts';
import { surroundings } from '../texts/index.ts';
import type { Caller, Desk } from './desk.ts';
import { done, refusalStatus } from './outcome.ts';
import type { Outcome, Worded } from './outcome.ts';
import { callersSender } from './sender.ts';
import { unreached } from './unreached.ts';

type LockOrder = Command<LockCommandSignal>;

/** Done if at least one of the locks has carried it out. Throws Temporal's errors. */
export async function orderLock(command: LockOrder, caller: Caller, desk: Desk): Promise<Outcome> {
  const { client, settings, releases } = desk;
  const dispatched = await dispatch(client, settings, command, callersSender(caller), caller.claim);
  if (dispatched.about === 'unreached') return unreached(dispatched.unreached, desk);
  if (dispatched.about === 'release') throw new Error('A release answered for a lock');
  const { answers, away } = dispatched;
  const { components } = command;
  const obeyed = answers.filter(({ answer }) => answer.done).map(({ component }) => component);
  // The locks as they are now: an answer only says that something was done and, with `all`, nothing about the other locks.
  const known = async () => criticalOf((await withOpenLocks(client, settings)).components);
  const named = components === 'all' ? await known() : components;
  const locks = await releases.locks(named).catch(() => []);
  const words: Worded = ({ texts, api }) => {
    const said = answers.map(({ component, answer }) => {
      const lock = locks.find((one) => one.component === component);
      const whole = wholeAnswer(answer, command, caller, lock);
      if (whole === null) return api.lockDone(components === 'all' ? 'all' : component);
      const roles =
        components === 'all' ? generalRoleHolders(settings) : lockRoleHolders(component, settings);
      const text = texts.lockAnswer(component, whole, surroundings(settings, roles, locks));
      return answer.done || obeyed.length === 0 ? text : api.lockNotDone(component, text);
    });
    const silent = away.map((component) => api.lockNotDone(component, api.temporalAway));
    return [...new Set([...said, ...silent])].join('\n');
  };
  const freezes = locks.flatMap(({ component, freezes: here }) =>
    here.map((freeze) => ({ component, ...freeze })),
  );
  const refused = answers.flatMap(({ component, answer }) => (answer.done ? [] : [{ component, ...answer }]));
  const [first] = refused;
  if (first !== undefined && obeyed.length === 0) {
    const { code, facts } = first;
    const others = code === 'frozenByOthers' && freezes.length > 0 ? { freezes } : {};
    return { ok: false, status: refusalStatus(code), code, facts: { ...facts, ...others }, words };
  }
  const left = [
    ...refused.map(({ component, code, facts }) => ({ component, code, facts })),
    ...away.map((component) => ({ component, code: 'lockAway', facts: { component } })),
  ];
  // If a lock does not answer, nobody knows which freezes stay.
  const isWhole = locks.length === named.length;
  const stays = command.type === 'unfreeze' && isWhole ? { stays: freezes } : {};
  if (left.length === 0) return done({ done: true, components, ...stays }, words);
  const reached = components === 'all' ? named.filter((one) => !away.includes(one)) : obeyed;
  return done({ done: true, components: reached, ...stays, refused: left }, words);
}

/** Adds what was done, read from the state of the lock; null if that does not show it. */
function wholeAnswer(
  answer: PublicLockAnswer,
  command: LockOrder,
  caller: Caller,
  lock: LockView | undefined,
): LockAnswer | null {
  if (!answer.done) return answer;
  const event = lock === undefined ? null : eventOf(command, caller, lock);
  return event && { done: true, event };
}

function eventOf(command: LockOrder, { actor }: Caller, { freezes }: LockView): CommandedEvent | null {
  const all = command.components === 'all';
  switch (command.type) {
    case 'freeze': {
      const reason = printable(command.reason).trim();
      const set = freezes.findLast((freeze) => freeze.by === actor && freeze.reason === reason);
      return set === undefined ? null : { type: 'frozen', freeze: freezeShown(set), all };
    }
    case 'unfreeze':
      return { type: 'unfrozen', actor, setBy: command.user ?? actor, all, stays: freezes.map(freezeShown) };
    case 'unlock':
      return { type: 'unlocked', actor, reason: command.reason, holders: [] };
  }
}
