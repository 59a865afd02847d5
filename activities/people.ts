import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import type { LockRoles } from '../domain/lock/commands.ts';
import {
  adminLists,
  adminsOf,
  approversOf,
  componentsWithAdmin,
  eligibleAdmins,
  generalAdmins,
} from '../domain/people.ts';
import type { PeopleSettings } from '../domain/people.ts';
import type { Roles } from '../domain/release/commands.ts';
import { isService } from '../domain/service.ts';
import { isGroup, standInOf } from '../domain/user-group.ts';
import { isLivingPerson } from '../slack/living-person.ts';
import { mayPass } from './slack/may-pass.ts';
import type { PersonOrGroup } from '../domain/settings.ts';

const keptMs = 60_000;
/** How long a command waits for Slack if an earlier list of the group's members is known. */
const longestWaitMs = 2000;

interface Group {
  readonly askedAt: number;
  readonly members: Promise<readonly string[]>;
  /** The members that Slack named last; null if it never did. */
  readonly last: readonly string[] | null;
}

/**
 * Who holds which role now. The members of user groups are read from Slack and
 * cached for a minute. While Slack does not answer, the last known members count,
 * so that releases go on. Throws Slack's errors only if no members are known yet.
 */
export class People {
  readonly #slack: WebClient | null;
  readonly #onUnreadable: (group: string, reason: string) => void;
  readonly #groups = new Map<string, Group>();

  /** `slack` null: Slack is off, and groups have stand-ins. `onUnreadable` is called with a group that Slack will not show, and why. */
  constructor(slack: WebClient | null, onUnreadable: (group: string, reason: string) => void) {
    this.#slack = slack;
    this.#onUnreadable = onUnreadable;
  }

  /** The roles of a user for a release of these components. While it has no components, the approvers for all components count. */
  async rolesOf(user: string, components: readonly string[], settings: PeopleSettings): Promise<Roles> {
    if (isService(user)) return { approver: false, approves: [], admin: false };
    const [approves, approverOfAll, admins] = await Promise.all([
      this.#approves(user, components, settings),
      this.#isIn(settings.people.approvers, user),
      this.eligibleAdmins(components, settings),
    ]);
    const approver = components.length === 0 ? approverOfAll : approves.length > 0;
    return { approver, approves, admin: admins.includes(user) };
  }

  async lockRolesOf(user: string, component: string, settings: PeopleSettings): Promise<LockRoles> {
    if (isService(user)) return { general: false, here: false };
    const [general, own] = await Promise.all([
      this.#isIn([...settings.people.approvers, ...generalAdmins(settings)], user),
      this.#isIn([...approversOf(settings, component), ...adminsOf(settings, component)], user),
    ]);
    return { general, here: general || own };
  }

  /** Whether a user ID is that of a living person of the workspace. Without Slack nobody can tell, and it counts as one. */
  async isLiving(user: string): Promise<boolean> {
    return this.#slack === null || isLivingPerson(this.#slack, user);
  }

  /** The people who may be the admin of a release of these components. */
  async eligibleAdmins(components: readonly string[], settings: PeopleSettings): Promise<readonly string[]> {
    const lists = adminLists(componentsWithAdmin(components, settings), settings);
    return eligibleAdmins(await Promise.all(lists.map((list) => this.expand(list))));
  }

  /** Resolves a list to people: its user groups are replaced by their members. Without duplicates. */
  async expand(list: readonly PersonOrGroup[]): Promise<readonly string[]> {
    const lists = await Promise.all(list.map(async (id) => (isGroup(id) ? this.#membersOf(id) : [id])));
    return [...new Set(lists.flat())];
  }

  async #approves(
    user: string,
    components: readonly string[],
    settings: PeopleSettings,
  ): Promise<readonly string[]> {
    const found = await Promise.all(
      components.map(async (component) => this.#isIn(approversOf(settings, component), user)),
    );
    return components.filter((_, index) => found[index] === true);
  }

  async #isIn(list: readonly PersonOrGroup[], user: string): Promise<boolean> {
    return list.includes(user) || (await this.expand(list)).includes(user);
  }

  #membersOf(group: string): Promise<readonly string[]> {
    const known = this.#groups.get(group);
    const isBelieved = known !== undefined && Date.now() - known.askedAt < keptMs;
    const { members, last } = isBelieved ? known : this.#askAnew(group, known?.last ?? null);
    if (last === null) return members;
    return Promise.race([members.catch(() => last), sleep(longestWaitMs, last, { ref: false })]);
  }

  #askAnew(group: string, last: Group['last']): Group {
    const asked = { askedAt: Date.now(), members: this.#ask(group), last };
    this.#groups.set(group, asked);
    asked.members.then(
      (members) => this.#groups.set(group, { ...asked, last: members }),
      () => this.#groups.set(group, { ...asked, askedAt: 0 }),
    );
    return asked;
  }

  /**
   * If Slack will not show a group, because it is gone or a scope is missing, the group
   * counts as empty: it must neither remove the roles of others nor delay their messages.
   */
  async #ask(usergroup: string): Promise<readonly string[]> {
    if (this.#slack === null) return [standInOf(usergroup)];
    try {
      return (await this.#slack.usergroups.users.list({ usergroup })).users ?? [];
    } catch (error) {
      // If a response is cut off, Node throws a `TypeError`, which would look like a bug of ours.
      if (error instanceof TypeError) throw new Error('Slack broke off', { cause: error });
      if (!(error instanceof WebAPIPlatformError) || mayPass.includes(error.data.error)) throw error;
      this.#onUnreadable(usergroup, error.data.error);
      return [];
    }
  }
}
