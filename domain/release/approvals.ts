/** How many approvers have to approve for a component. */
export interface NeededApprovals {
  readonly component: string;
  readonly needed: number;
}

/** Somebody's approval, for the components of which they were an approver at that time. */
export interface Vote {
  readonly user: string;
  readonly components: readonly string[];
}

export interface Approvals extends NeededApprovals {
  readonly given: number;
}

interface Voted {
  readonly votes: readonly Vote[];
  readonly neededApprovals: readonly NeededApprovals[];
}

/** The approvals needed and given, component by component. */
export const approvalsOf = ({ votes, neededApprovals }: Voted): readonly Approvals[] =>
  neededApprovals.map(({ component, needed }) => ({
    component,
    needed,
    given: votes.filter((vote) => vote.components.includes(component)).length,
  }));

/** The components for which approvals are still missing. */
export const lackingApproval = (approvals: readonly Approvals[]): readonly string[] =>
  approvals.filter(({ needed, given }) => given < needed).map(({ component }) => component);

export const isApproved = (state: Voted): boolean => lackingApproval(approvalsOf(state)).length === 0;
