import type { CommandSignal, releaseCommands } from '../command/commands.ts';
import type { roles } from '../command/roles.ts';
import { refused } from './answers.ts';
import type { Refusal } from './answers.ts';
import type { Request } from './request.ts';

type ReleaseRole = (typeof releaseCommands)[CommandSignal]['who'];

/** What a command's right may follow from: without a look at the lists of people, from the release alone. */
type Asked<R extends ReleaseRole> = (typeof roles)[R]['lookedUp'] extends true
  ? Request
  : Omit<Request, 'roles'>;

const isRequester = ({ state, command }: Omit<Request, 'roles'>): boolean =>
  command.actor === state.requester;

const refusals: { readonly [R in ReleaseRole]: (request: Asked<R>) => Refusal | null } = {
  anyone: () => null,
  requester: (request) =>
    isRequester(request) ? null : refused('notRequester', { requester: request.state.requester }),
  requesterOrItsAdmin: (request) => {
    const { requester, admin } = request.state;
    const isEither = isRequester(request) || request.command.actor === admin;
    return isEither ? null : refused('notRequesterOrAdmin', { requester, admin });
  },
  requesterOrApprover: (request) =>
    isRequester(request) || request.roles.approver
      ? null
      : refused('notRequesterOrApprover', { requester: request.state.requester }),
  approver: (request) => (request.roles.approver ? null : refused('notApprover', {})),
  admin: (request) => (request.roles.admin ? null : refused('notAdmin', {})),
};

/** Why the actor, without that role, may not give a command; null if they have it. */
export const roleLacking = (role: ReleaseRole, request: Request): Refusal | null => refusals[role](request);
