/** Who is named in texts, in any language. */
import type { ComponentApprovers } from '../domain/people.ts';
import { lifecycle } from '../domain/release/lifecycle.ts';
import type { ReleaseSummary } from '../domain/release/status.ts';
import { code, mention, mentions } from './mrkdwn.ts';
import type { TextContext } from './facts.ts';

export const requesterOf = ({ requester }: ReleaseSummary): string => mention(requester ?? '');

/** Who may freeze a lock or free it. */
export const keyHolders = ({ approvers, admins }: TextContext): string =>
  mentions([...new Set([...approvers, ...admins])]);

/** People and their components, both as markup. Components with the same people are grouped. */
export function groupedByPeople(all: readonly ComponentApprovers[]): readonly (readonly [string, string])[] {
  const lists = [...new Set(all.map(({ people }) => mentions(people)))];
  return lists.map((list) => {
    const components = all.filter(({ people }) => mentions(people) === list);
    return [list, components.map(({ component }) => code(component)).join(', ')];
  });
}

/** Who has to act; null if nobody, or nobody the release could name. */
export function whoActs(release: ReleaseSummary, { approvers, admins }: TextContext): string | null {
  const requester = requesterOf(release);
  const admin = release.admin.user === null ? '' : ` ${mention(release.admin.user)}`;
  const { toAct } = lifecycle[release.stage];
  if (toAct === null || release.waitingFor === 'freeze') return null;
  const people: Readonly<Record<typeof toAct, string>> = {
    requester,
    requesterOrItsAdmin: `${requester}${admin}`,
    approver: mentions(approvers),
    admin: mentions(admins),
  };
  return people[toAct] || null;
}
