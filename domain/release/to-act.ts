import { roles } from '../command/roles.ts';
import type { Part } from '../command/roles.ts';
import { lifecycle } from './lifecycle.ts';
import { openStages } from './stage.ts';
import type { ReminderKind, Stage } from './stage.ts';
import { stepsOfPart } from './steps.ts';
import type { Step } from './steps.ts';
import type { ReleaseSummary } from './status.ts';
import { lackingApproval } from './approvals.ts';

/** What somebody is for a release as far as the release itself does not say it. */
export interface PersonalRoles {
  readonly user: string;
  /** The components of the release for which their "good" counts. */
  readonly approves: readonly string[];
  /** Whether they are called when it needs an admin. */
  readonly calledAsAdmin: boolean;
}

/** Whether somebody is to act, whoever that is. */
export const waitsForSomebody = (stage: Stage): boolean => lifecycle[stage].toAct !== null;

/** The part of whoever is to act; null if nobody is. */
export function partIn(stage: Stage): Part | null {
  const { toAct } = lifecycle[stage];
  return toAct === null ? null : roles[toAct].part;
}

/** The part of whoever gets such a reminder; null if no stage has it. */
export function partReminded(reminder: ReminderKind): Part | null {
  const stage = openStages.find((open) => lifecycle[open].reminder === reminder);
  return stage === undefined ? null : partIn(stage);
}

/** What a list of releases tells, without asking each. */
type Listed = Pick<ReleaseSummary, 'stage' | 'requester' | 'cannotVote' | 'approvals'> & {
  readonly admin: string | null;
};

/** Whether it is this person's turn to act, unless a freeze is in the way. */
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

/** With what this person is to bring the release on; nothing if it waits for somebody else or for something else. */
export function stepsFor(release: ReleaseSummary, personal: PersonalRoles): readonly Step[] {
  const part = partIn(release.stage);
  const listed = { ...release, admin: release.admin.user };
  return part !== null && waitsFor(listed, personal) ? stepsOfPart(part, release) : [];
}
