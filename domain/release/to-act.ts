import { roles } from '../command/roles.ts';
import type { Part } from '../command/roles.ts';
import { lifecycle } from './lifecycle.ts';
import { openStages } from './stage.ts';
import type { ReminderKind, Stage } from './stage.ts';
import { stepsOfPart } from './steps.ts';
import type { Step } from './steps.ts';
import type { ReleaseSummary } from './status.ts';
import { lackingApproval } from './approvals.ts';

/** What somebody is to a release, apart from what the release itself says. */
export interface PersonalRoles {
  readonly user: string;
  /** The components of the release for which their approval counts. */
  readonly approves: readonly string[];
  /** Whether they are called when it needs an admin. */
  readonly calledAsAdmin: boolean;
}

/** Whether the stage waits for a person. */
export const waitsForSomebody = (stage: Stage): boolean => lifecycle[stage].toAct !== null;

/** The part of whoever has to act; null if nobody has to. */
export function partIn(stage: Stage): Part | null {
  const { toAct } = lifecycle[stage];
  return toAct === null ? null : roles[toAct].part;
}

/** The part of whoever gets this reminder; null if no stage has it. */
export function partReminded(reminder: ReminderKind): Part | null {
  const stage = openStages.find((open) => lifecycle[open].reminder === reminder);
  return stage === undefined ? null : partIn(stage);
}

/** What a list of releases shows, without a query to each. */
type Listed = Pick<ReleaseSummary, 'stage' | 'requester' | 'cannotVote' | 'approvals'> & {
  readonly admin: string | null;
};

/** Whether this person has to act, unless a freeze is in the way. */
export function waitsFor(release: Listed, { user, approves, calledAsAdmin }: PersonalRoles): boolean {
  switch (lifecycle[release.stage].toAct) {
    case 'approver':
      return (
        !release.cannotVote.includes(user) &&
        lackingApproval(release.approvals).some((component) => approves.includes(component))
      );
    case 'admin':
      return calledAsAdmin;
    case 'requester':
      return release.requester === user;
    case 'requesterOrItsAdmin':
      return release.requester === user || release.admin === user;
    case null:
      return false;
  }
}

/** The steps by which this person has to bring the release on; empty if it waits for somebody or something else. */
export function stepsFor(release: ReleaseSummary, personal: PersonalRoles): readonly Step[] {
  const part = partIn(release.stage);
  const listed = { ...release, admin: release.admin.user };
  return part !== null && waitsFor(listed, personal) ? stepsOfPart(part, release) : [];
}
