import { dispatch } from '../client/dispatch.ts';
import type { Command } from '../domain/command/command.ts';
import type { LockCommandSignal } from '../domain/command/commands.ts';
import { generalRoleHolders, lockRoleHolders } from '../domain/people.ts';
import { surroundings } from '../texts/index.ts';
import type { Caller, Desk } from './desk.ts';
import { done, refusalStatus } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { senderOf } from './sender.ts';
import { unreached } from './unreached.ts';

/** Throws Temporal's errors. */
export async function orderLock(
  command: Command<LockCommandSignal>,
  caller: Caller,
  desk: Desk,
): Promise<Outcome> {
  const { client, settings, releases } = desk;
  const dispatched = await dispatch(client, settings, command, senderOf(caller), caller.claim);
  if (dispatched.about === 'unreached') return unreached(dispatched.unreached, desk);
  if (dispatched.about === 'release') throw new Error('A release answered for a lock');
  const { component, answer } = dispatched;
  if (answer.done) {
    const components = command.components === 'all' ? 'all' : [...command.components];
    const named = command.components === 'all' ? 'all' : command.components.join(', ');
    return done({ done: true, components }, ({ api }) => api.lockDone(named));
  }
  const everywhere = command.components === 'all';
  const roles = everywhere ? generalRoleHolders(settings) : lockRoleHolders(component, settings);
  const locks = await releases.locks([component]).catch(() => []);
  const around = surroundings(settings, roles, locks);
  const { code, facts } = answer;
  return {
    ok: false,
    status: refusalStatus(code),
    code,
    facts,
    words: ({ texts }) => texts.lockAnswer(component, answer, around),
  };
}
