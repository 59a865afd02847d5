import { onCallNow } from './on-call.ts';
import { namesNow, needsAdmin } from './components.ts';
import type { PersonOrGroup, Settings } from './settings.ts';

type List = readonly PersonOrGroup[];

/** The part of the settings about people and components. */
export type PeopleSettings = Pick<Settings, 'people' | 'components'>;

/** Looks the component up by its current name. */
function settingsOf({ components }: PeopleSettings, component: string) {
  const [name = component] = namesNow(component, components);
  return Object.hasOwn(components, name) ? components[name] : undefined;
}

/** The admins of all components that do not name their own. People on call are included, since they have to be able to act. */
export const generalAdmins = ({ people: { admins, onCall } }: PeopleSettings): List => [
  ...new Set([...admins, ...(onCall?.rotation ?? []), ...(onCall?.scheduled ?? [])]),
];

/** Everyone named in the settings, without duplicates. */
export function namedPeople(settings: Settings): List {
  const { people, components, release } = settings;
  const named = [
    ...people.approvers,
    ...generalAdmins(settings),
    ...Object.values(components).flatMap(({ approvers, admins }) => [
      ...(approvers ?? []),
      ...(admins ?? []),
    ]),
    ...Object.values(release.reminders).flatMap(({ escalateTo }) => escalateTo),
  ];
  return [...new Set(named)];
}

export const approversOf = (settings: PeopleSettings, component: string): List =>
  settingsOf(settings, component)?.approvers ?? settings.people.approvers;

export const adminsOf = (settings: PeopleSettings, component: string): List =>
  settingsOf(settings, component)?.admins ?? generalAdmins(settings);

/** The components whose admin the release's admin has to be: those that need an admin, or all if none does. */
export function componentsWithAdmin(
  released: readonly string[],
  settings: PeopleSettings,
): readonly string[] {
  const needing = released.filter((component) => needsAdmin([component], settings.components));
  return needing.length > 0 ? needing : released;
}

/** The admins of each of these components; the general ones if no component is known yet. */
export const adminLists = (components: readonly string[], settings: PeopleSettings): readonly List[] =>
  components.length === 0
    ? [generalAdmins(settings)]
    : components.map((component) => adminsOf(settings, component));

/**
 * Who may be the admin of a release: whoever is admin of all its components. If nobody is, whoever is admin of one, or the release could
 * never go.
 */
export function eligibleAdmins(lists: readonly List[]): List {
  const all = [...new Set(lists.flat())];
  const everywhere = all.filter((id) => lists.every((list) => list.includes(id)));
  return everywhere.length > 0 ? everywhere : all;
}

/** Whom to call among the eligible admins: those on call, or all if none of them is. `now` is epoch ms. */
export function calledAdmins(eligible: List, { people: { onCall } }: PeopleSettings, now: number): List {
  const called = onCall === null ? [] : onCallNow(onCall, now).filter((person) => eligible.includes(person));
  return called.length > 0 ? called : eligible;
}

/** The settings with these people as named by the on-call schedule. */
export const withScheduled = (settings: Settings, scheduled: readonly string[]): Settings => {
  const { people } = settings;
  return people.onCall === null
    ? settings
    : { ...settings, people: { ...people, onCall: { ...people.onCall, scheduled } } };
};

/** The approvers of one component. */
export interface ComponentApprovers {
  readonly component: string;
  readonly people: List;
}

export interface RoleHolders {
  /** The people who are asked for their "good"; if none is missing, all who could give it. */
  readonly approvers: List;
  /** The same by component, for the components where it is missing. */
  readonly asked: readonly ComponentApprovers[];
  /** All people who could give it, by component. */
  readonly approversOf: readonly ComponentApprovers[];
  /** The people who are called as its admin. */
  readonly admins: List;
  /** All people who may be its admin, and the components that they have to be admin of. */
  readonly adminsOf: { readonly components: readonly string[]; readonly people: List };
}

/** What decides who has to act in a release. */
export interface ReleasePeople {
  readonly components: readonly string[];
  /** The people whose "good" cannot count: those who gave theirs, and those whose release it is. */
  readonly cannotVote: readonly string[];
  /** The components for which the "good" is missing. */
  readonly lackingApproval: readonly string[];
}

/** `admins`: who may be the release's admin, and who of them is called. */
export function roleHolders(
  { components, cannotVote, lackingApproval }: ReleasePeople,
  settings: PeopleSettings,
  admins: { readonly eligible: List; readonly called: List },
): RoleHolders {
  const approvers = components.map((component) => ({ component, people: approversOf(settings, component) }));
  const asked = approvers
    .filter(({ component }) => lackingApproval.includes(component))
    .map(({ component, people }) => ({ component, people: people.filter((id) => !cannotVote.includes(id)) }));
  const union = (lists: readonly ComponentApprovers[]) => [...new Set(lists.flatMap(({ people }) => people))];
  const [those = settings.people.approvers] = [union(asked), union(approvers)].filter(
    (list) => list.length > 0,
  );
  return {
    approvers: those,
    asked,
    approversOf: approvers,
    admins: admins.called,
    adminsOf: { components: componentsWithAdmin(components, settings), people: admins.eligible },
  };
}

/** The people in each role, without regard to a release. */
export const generalRoleHolders = (settings: PeopleSettings): RoleHolders => {
  const admins = generalAdmins(settings);
  const nothing = { components: [], cannotVote: [], lackingApproval: [] };
  return roleHolders(nothing, settings, { eligible: admins, called: admins });
};

/** The people who may freeze and unlock a component. */
export function operatorsOf(component: string, settings: PeopleSettings): List {
  const { approvers, admins } = lockRoleHolders(component, settings);
  return [...new Set([...approvers, ...admins])];
}

/** The people in each role for a component's lock: its own and those of all components. */
export const lockRoleHolders = (component: string, settings: PeopleSettings): RoleHolders => {
  const general = generalRoleHolders(settings);
  return {
    ...general,
    approvers: [...new Set([...approversOf(settings, component), ...general.approvers])],
    admins: [...new Set([...adminsOf(settings, component), ...general.admins])],
  };
};
