import type { Stage } from './stage.ts';
import { stepsOfPart } from './steps.ts';
import type { Part, Step } from './steps.ts';
import type { ReleaseSummary } from './status.ts';
import { lackingGood } from './approvals.ts';

/** What somebody is for a release as far as the release itself does not say it. */
export interface Standing {
  readonly user: string;
  /** The components of the release for which their "good" counts. */
  readonly approves: readonly string[];
  /** Whether they are called when it needs an admin. */
  readonly calledAsAdmin: boolean;
}

/** Who is to act in each stage; nobody in the others. */
export const partOfStage: Partial<Record<Stage, Part>> = {
  needs_work: 'requester',
  awaiting_approval: 'approver',
  awaiting_admin: 'admin',
  ready: 'requester',
  deploying: 'requester',
};

/** Whether somebody is to act, whoever that is. */
export const waitsForSomebody = (stage: Stage): boolean => partOfStage[stage] !== undefined;

/** What a list of releases tells, without asking each. */
type Listed = Pick<ReleaseSummary, 'stage' | 'requester' | 'cannotVote' | 'approvals'> & {
  readonly admin: string | null;
};

/** Whether it is this person's turn to act, unless a freeze is in the way. */
export function waitsFor(release: Listed, { user, approves, calledAsAdmin }: Standing): boolean {
  switch (partOfStage[release.stage]) {
    case 'approver':
      return (
        !release.cannotVote.includes(user) &&
        lackingGood(release.approvals).some((component) => approves.includes(component))
      );
    case 'admin':
      return calledAsAdmin;
    case 'requester':
      // Its admin starts and ends it, too, but does not ask again for what failed its checks.
      return release.requester === user || (release.admin === user && release.stage !== 'needs_work');
    default:
      return false;
  }
}

/** With what this person is to bring the release on; nothing if it waits for somebody else or for something else. */
export function stepsFor(release: ReleaseSummary, standing: Standing): readonly Step[] {
  const part = partOfStage[release.stage];
  const listed = { ...release, admin: release.admin.user };
  return part !== undefined && waitsFor(listed, standing) ? stepsOfPart(part, release) : [];
}
