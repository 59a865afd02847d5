import {
  adminLists,
  adminsOf,
  approversOf,
  calledAdmins,
  componentsWithAdmin,
  generalRoleHolders,
  lockRoleHolders,
  roleHolders,
} from '../domain/people.ts';
import type { RoleHolders } from '../domain/people.ts';
import { lackingApproval } from '../domain/release/approvals.ts';
import type { Settings } from '../domain/settings.ts';
import type { Notice, ReleaseCard } from '../domain/messages/notice.ts';
import type { People } from './people.ts';

/** The role holders that concern a notice. `now` is epoch ms. */
export async function roleHoldersFor(
  notice: Notice,
  settings: Settings,
  people: People,
  now: number,
): Promise<RoleHolders> {
  if ('card' in notice) return inRelease(notice.card, settings, people, now);
  const { component } = notice;
  if (notice.kind === 'lockEvent') return calledFor(component, settings, now);
  const { answer } = notice;
  const everywhere = !answer.done && answer.code === 'notApproverOrAdmin' && answer.facts.all;
  return everywhere ? generalRoleHolders(settings) : lockRoleHolders(component, settings);
}

/** Who is notified when something happens to a lock: its approvers and, of its admins, the one on call. */
function calledFor(component: string, settings: Settings, now: number): RoleHolders {
  const admins = calledAdmins(adminsOf(settings, component), settings, now);
  return { ...lockRoleHolders(component, settings), approvers: approversOf(settings, component), admins };
}

async function inRelease(
  card: ReleaseCard,
  settings: Settings,
  people: People,
  now: number,
): Promise<RoleHolders> {
  const { components, cannotVote, approvals } = card;
  const admins = await adminsIn(components, settings, people, now);
  return roleHolders(
    { components, cannotVote, lackingApproval: lackingApproval(approvals) },
    settings,
    admins,
  );
}

/** Keeps groups unexpanded if that is exact: mentioning a group is better than mentioning each member. */
async function adminsIn(
  components: readonly string[],
  settings: Settings,
  people: People,
  now: number,
): Promise<Parameters<typeof roleHolders>[2]> {
  const [first = [], ...others] = adminLists(componentsWithAdmin(components, settings), settings);
  const alike = others.every((list) => list.join() === first.join());
  if (alike && settings.people.onCall === null) return { eligible: first, called: first };
  const everyone = await people.eligibleAdmins(components, settings);
  const eligible = alike ? first : everyone;
  const called = calledAdmins(everyone, settings, now);
  return { eligible, called: called === everyone ? eligible : called };
}
