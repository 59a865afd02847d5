import type { Client } from '@temporalio/client';
import { lockCommandUpdate, releaseCommandUpdate } from '../../domain/messages/definitions.ts';
import { lockIdOf, releaseIdOf } from '../../domain/messages/workflows.ts';
import { components, requester, ticketOf } from '../scale/kinds.ts';
import type { ApiUser } from './api-user.ts';

/** A command that can be repeated, through the API and as a bare update. Both throw on an unexpected answer. */
export interface Exchange {
  readonly name: string;
  readonly byApi: (round: number, commandId: string) => Promise<void>;
  readonly byClient: (round: number, commandId: string) => Promise<void>;
}

function want(is: boolean, told: unknown): void {
  if (!is) throw new Error(`Another answer than wanted: ${JSON.stringify(told)}`);
}

/** By a user who is not an approver: refused, so it has no effects. */
export function accept(client: Client, user: ApiUser): Exchange {
  const ticket = ticketOf(0);
  const release = client.workflow.getHandle(releaseIdOf(ticket));
  return {
    name: 'to a release: `accept`, refused',
    async byApi(_, commandId) {
      const told = await user.call('POST', `/releases/${ticket}/accept`, commandId);
      want(told.status === 409 && told.body['code'] === 'notApprover', told);
    },
    async byClient(_, commandId) {
      const command = { signal: 'accept', actor: requester, commandId } as const;
      const answer = await release.executeUpdate(releaseCommandUpdate, { args: [command] });
      want(!answer.done && answer.code === 'notApprover', answer);
    },
  };
}

/** Alternates between the two commands, each path on a lock of its own. `approver`: a token of U_ANN. */
export function freezeAndUnfreeze(client: Client, approver: ApiUser): Exchange {
  const [one = '', other = ''] = components;
  const signalIn = (round: number) => (round % 2 === 0 ? 'freeze' : 'unfreeze');
  const lock = client.workflow.getHandle(lockIdOf(other));
  return {
    name: 'to a lock: `freeze`, `unfreeze`',
    async byApi(round, commandId) {
      const body = signalIn(round) === 'freeze' ? { reason: 'x' } : {};
      const told = await approver.call('POST', `/locks/${one}/${signalIn(round)}`, commandId, body);
      want(told.status === 200, told);
    },
    async byClient(round, commandId) {
      const command = { signal: signalIn(round), actor: 'U_ANN', commandId, reason: 'x' } as const;
      const answer = await lock.executeUpdate(lockCommandUpdate, { args: [command] });
      want(answer.done, answer);
    },
  };
}
