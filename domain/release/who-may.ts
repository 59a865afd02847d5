import type { CommandSignal, releaseCommands } from '../command/commands.ts';
import type { roles } from '../command/roles.ts';
import { refused } from './answers.ts';
import type { Refusal } from './answers.ts';
import type { CommandContext } from './command-context.ts';

type ReleaseRole = (typeof releaseCommands)[CommandSignal]['who'];

/** What a command's right may follow from: without a look at the lists of people, from the release alone. */
type ContextFor<R extends ReleaseRole> = (typeof roles)[R]['lookedUp'] extends true
  ? CommandContext
  : Omit<CommandContext, 'roles'>;

const isRequester = ({ state, command }: Omit<CommandContext, 'roles'>): boolean =>
  command.actor === state.requester;

const refusals: { readonly [R in ReleaseRole]: (request: ContextFor<R>) => Refusal | null } = {
  anyone: () => null,
  requesterOrItsAdmin: (request) => {
    const { requester, admin } = request.state;
    const isEither = isRequester(request) || request.command.actor === admin;
    return isEither ? null : refused('notRequesterOrAdmin', { requester, admin });
  },
  requesterOrApprover: (request) =>
    isRequester(request) || request.roles.approver
      ? null
      : refused('notRequesterOrApprover', { requester: request.state.requester }),
  requesterItsAdminOrApprover: (request) => {
    const { requester, admin } = request.state;
    const may = isRequester(request) || request.command.actor === admin || request.roles.approver;
    return may ? null : refused('notRequesterAdminOrApprover', { requester, admin });
  },
  approver: (request) => (request.roles.approver ? null : refused('notApprover', {})),
  admin: (request) => (request.roles.admin ? null : refused('notAdmin', {})),
};

/** Why the actor, without that role, may not give a command; null if they have it. */
export const roleLacking = (role: ReleaseRole, request: CommandContext): Refusal | null =>
  role === 'requesterOrItsAdmin' && request.roles.deploys === true ? null : refusals[role](request);
