import type { Stage } from '../stage.ts';
import { offersTo } from './offers.ts';
import type { Offer, Part } from './offers.ts';
import type { ReleaseSummary } from './status.ts';
import { lackingGood } from './votes.ts';

/** What somebody is for a release as far as the release itself does not say it. */
export interface Standing {
  readonly user: string;
  /** The components of the release for which their "good" counts. */
  readonly approves: readonly string[];
  /** Whether they are called when it needs an admin. */
  readonly calledAsAdmin: boolean;
  /** Whether they may give the "good" to what they asked for themselves. */
  readonly selfAccept: boolean;
}

/** Who is to act in each stage; nobody in the others. */
const partOfStage: Partial<Record<Stage, Part>> = {
  needs_work: 'requester',
  awaiting_approval: 'approver',
  awaiting_admin: 'admin',
  ready: 'requester',
  deploying: 'requester',
};

/** Whether somebody is to act, whoever that is. */
export const waitsForSomebody = (stage: Stage): boolean => partOfStage[stage] !== undefined;

/** What a list of releases tells, without asking each. */
type Listed = Pick<ReleaseSummary, 'stage' | 'requester' | 'components'> & { readonly admin: string | null };

/** Whether it may be this person's turn to act, as far as a list tells. */
export function mayHaveToAct(release: Listed, { user, approves, calledAsAdmin }: Standing): boolean {
  switch (partOfStage[release.stage]) {
    case 'approver':
      return approves.length > 0;
    case 'admin':
      return calledAsAdmin;
    case 'requester':
      return release.requester === user || release.admin === user;
    default:
      return false;
  }
}

/** With what this person is to bring the release on; nothing if it waits for somebody else or for something else. */
export function offersFor(release: ReleaseSummary, standing: Standing): readonly Offer[] {
  const part = partOfStage[release.stage];
  const listed = { ...release, admin: release.admin.user };
  if (part === undefined || !mayHaveToAct(listed, standing)) return [];
  return part === 'approver' && !mayVote(release, standing) ? [] : offersTo(part, release);
}

function mayVote(
  { requester, acceptedBy, approvals }: ReleaseSummary,
  { user, approves, selfAccept }: Standing,
): boolean {
  const barred = acceptedBy.includes(user) || (requester === user && !selfAccept);
  return !barred && lackingGood(approvals).some((component) => approves.includes(component));
}
