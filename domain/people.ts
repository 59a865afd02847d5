import { onCallNow } from './on-call.ts';
import { namesNow, needsAdmin } from './components.ts';
import type { PersonOrGroup, Settings } from './settings.ts';

type List = readonly PersonOrGroup[];

/** What the settings say about people and components. */
export type PeopleSettings = Pick<Settings, 'people' | 'components'>;

/** Of what it is called now. */
function settingsOf({ components }: PeopleSettings, component: string) {
  const [name = component] = namesNow(component, components);
  return Object.hasOwn(components, name) ? components[name] : undefined;
}

/** Everyone who is an admin wherever a component does not name its own; who is on call has to be able to act. */
export const generalAdmins = ({ people: { admins, onCall } }: PeopleSettings): List => [
  ...new Set([...admins, ...(onCall?.rotation ?? []), ...(onCall?.scheduled ?? [])]),
];

/** Everyone whom the settings name; nobody twice. */
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

/** The components for which the admin of a release of `released` has to be admin: those that need one, or all if none does. */
export function componentsWithAdmin(
  released: readonly string[],
  settings: PeopleSettings,
): readonly string[] {
  const needing = released.filter((component) => needsAdmin([component], settings.components));
  return needing.length > 0 ? needing : released;
}

/** The admins of each of these components; those of all where there is none yet. */
export const adminLists = (components: readonly string[], settings: PeopleSettings): readonly List[] =>
  components.length === 0
    ? [generalAdmins(settings)]
    : components.map((component) => adminsOf(settings, component));

/**
 * Who may be the admin of a release, by the admins of its components: who is in every list. If nobody is, who is in any, for
 * the release could never go otherwise.
 */
export function eligibleAdmins(lists: readonly List[]): List {
  const all = [...new Set(lists.flat())];
  const everywhere = all.filter((id) => lists.every((list) => list.includes(id)));
  return everywhere.length > 0 ? everywhere : all;
}

/** Whom to call as an admin, of those who may be it: those on call, if they are among them. `now` is epoch ms. */
export function calledAdmins(eligible: List, { people: { onCall } }: PeopleSettings, now: number): List {
  const called = onCall === null ? [] : onCallNow(onCall, now).filter((person) => eligible.includes(person));
  return called.length > 0 ? called : eligible;
}

/** The settings where a schedule names these people as on call now. */
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

/** Who has which part in a release. */
export interface RoleHolders {
  /** Whose "good" is asked for; where none is missing, all who could give it. */
  readonly approvers: List;
  /** The same by component, of those components for which it is missing. */
  readonly asked: readonly ComponentApprovers[];
  /** All who could give it, by component. */
  readonly approversOf: readonly ComponentApprovers[];
  /** Who is called as its admin. */
  readonly admins: List;
  /** All who may be its admin, and of what one has to be an admin for that. */
  readonly adminsOf: { readonly components: readonly string[]; readonly people: List };
}

/** What of a release matters for who is to act. */
export interface ReleasePeople {
  readonly components: readonly string[];
  /** Whose "good" cannot count: those who gave theirs, and those whose release it is. */
  readonly cannotVote: readonly string[];
  /** The components for which the "good" is missing. */
  readonly lackingApproval: readonly string[];
}

/** `admins` are those who may be the release's admin, and those of them who are called. */
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

/** Who has which part where no release is spoken of. */
export const generalRoleHolders = (settings: PeopleSettings): RoleHolders => {
  const admins = generalAdmins(settings);
  const nothing = { components: [], cannotVote: [], lackingApproval: [] };
  return roleHolders(nothing, settings, { eligible: admins, called: admins });
};

/** Who may freeze and unlock a component. */
export function operatorsOf(component: string, settings: PeopleSettings): List {
  const { approvers, admins } = lockRoleHolders(component, settings);
  return [...new Set([...approvers, ...admins])];
}

/** The same as far as a component's lock is concerned: its own people and those of all components. */
export const lockRoleHolders = (component: string, settings: PeopleSettings): RoleHolders => {
  const general = generalRoleHolders(settings);
  return {
    ...general,
    approvers: [...new Set([...approversOf(settings, component), ...general.approvers])],
    admins: [...new Set([...adminsOf(settings, component), ...general.admins])],
  };
};
