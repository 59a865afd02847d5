import type { CommandSignal, releaseCommands } from '../command/commands.ts';
import type { roles } from '../command/roles.ts';
import { refused } from './answers.ts';
import type { Refusal } from './answers.ts';
import type { CommandContext } from './command-context.ts';

type ReleaseRole = (typeof releaseCommands)[CommandSignal]['who'];

/** What decides about a role: the release alone, or also the actor's roles if they have to be looked up. */
type ContextFor<R extends ReleaseRole> = (typeof roles)[R]['lookedUp'] extends true
  ? CommandContext
  : Omit<CommandContext, 'roles'>;

const isRequester = ({ state, command }: Omit<CommandContext, 'roles'>): boolean =>
  command.actor === state.requester;

const refusals: { readonly [R in ReleaseRole]: (context: ContextFor<R>) => Refusal | null } = {
  anyone: () => null,
  requesterOrItsAdmin: (context) => {
    const { requester, admin } = context.state;
    const isEither = isRequester(context) || context.command.actor === admin;
    return isEither ? null : refused('notRequesterOrAdmin', { requester, admin });
  },
  requesterOrApprover: (context) =>
    isRequester(context) || context.roles.approver
      ? null
      : refused('notRequesterOrApprover', { requester: context.state.requester }),
  requesterItsAdminOrApprover: (context) => {
    const { requester, admin } = context.state;
    const may = isRequester(context) || context.command.actor === admin || context.roles.approver;
    return may ? null : refused('notRequesterAdminOrApprover', { requester, admin });
  },
  approver: (context) => (context.roles.approver ? null : refused('notApprover', {})),
  admin: (context) => (context.roles.admin ? null : refused('notAdmin', {})),
};

/** Why the actor may not give a command of this role; null if they may. */
export const roleLacking = (role: ReleaseRole, context: CommandContext): Refusal | null =>
  isClaimed(role, context) ? null : refusals[role](context);

/**
 * Rights beyond the actor's roles: those of their token, and those of the pipeline that deploys, since the requester may have changed
 * meanwhile.
 */
const isClaimed = (role: ReleaseRole, { state, command, roles }: CommandContext): boolean =>
  (role === 'requesterOrItsAdmin' && (roles.deploys === true || isItsRunner(state, command))) ||
  (role === 'requesterItsAdminOrApprover' && roles.rechecks === true);

/** Only the pipeline knows its ID. */
const isItsRunner = ({ runner }: CommandContext['state'], command: CommandContext['command']): boolean =>
  runner !== null && command.runner?.id === runner.id;
