import { releaseCommands } from '../../domain/command/commands.ts';
import type { Stage } from '../../domain/release/stage.ts';
import { stepsOf } from '../../domain/release/steps.ts';
import type { Step } from '../../domain/release/steps.ts';
import { isGroup } from '../../domain/user-group.ts';
import type { About } from '../wire.ts';

/** What the page knows of a release that decides who may do what. */
export interface OwnRelease {
  readonly stage: Stage;
  readonly requester: string | null;
  readonly admin: string | null;
  readonly components: readonly string[];
}

type Components = About['components'];

/** What the actor may do with a release now, in the order of the buttons. An estimate: the rules have the last word. */
export function stepsOfActor(release: OwnRelease, actor: string, components: Components): readonly Step[] {
  const { stage, admin } = release;
  // The page knows that an admin is needed only in this stage.
  const needed = stage === 'awaiting_admin';
  return stepsOf({ stage, admin: { needed, user: admin }, waitingFor: null }).filter((step) =>
    mayGive(step, release, actor, components),
  );
}

function mayGive(step: Step, release: OwnRelease, actor: string, components: Components): boolean {
  const isRequester = release.requester === actor;
  const isItsAdmin = release.admin === actor;
  const isApprover = isAmong(actor, 'approvers', release, components);
  switch (releaseCommands[step].who) {
    case 'approver':
      return isApprover;
    case 'admin':
      return isAmong(actor, 'admins', release, components);
    case 'requesterOrItsAdmin':
      return isRequester || isItsAdmin;
    case 'requesterOrApprover':
      return isRequester || isApprover;
    case 'requesterItsAdminOrApprover':
      return isRequester || isItsAdmin || isApprover;
  }
}

/** Whether the actor may freeze and unlock any of the components. */
export const mayOperate = (actor: string, components: Components): boolean =>
  components.some(({ operators }) => namesIn(operators, actor));

const isAmong = (
  actor: string,
  list: 'approvers' | 'admins',
  { components: released }: OwnRelease,
  components: Components,
): boolean =>
  components.some(
    (one) => (released.length === 0 || released.includes(one.name)) && namesIn(one[list], actor),
  );

/** True for any user group: only Slack knows its members. */
const namesIn = (list: readonly string[], actor: string): boolean =>
  list.includes(actor) || list.some(isGroup);
