import {
  adminLists,
  calledAdmins,
  componentsWithAdmin,
  eligibleAdmins,
  roleHolders,
} from '../domain/people.ts';
import type { RoleHolders } from '../domain/people.ts';
import type { ReleaseSummary } from '../domain/release/status.ts';
import { lackingApproval } from '../domain/release/approvals.ts';
import type { Settings } from '../domain/settings.ts';

/** The people of a release by role, as the settings name them. User groups are not expanded. */
export function holdersOf(
  { components, cannotVote, approvals }: ReleaseSummary,
  settings: Settings,
): RoleHolders {
  const lists = adminLists(componentsWithAdmin(components, settings), settings);
  const eligible = eligibleAdmins(lists);
  const called = calledAdmins(eligible, settings, Date.now());
  const release = { components, cannotVote, lackingApproval: lackingApproval(approvals) };
  return roleHolders(release, settings, { eligible, called });
}
