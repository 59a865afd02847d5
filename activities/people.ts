import type { WebClient } from '@slack/web-api';
import type { Roles } from '../domain/release/commands.ts';
import type { PersonOrGroup, Settings } from '../domain/settings.ts';

const keptMs = 60_000;

/** Who is who now. User groups are asked for at Slack and believed for a minute. Everything throws Slack's errors. */
export class People {
  readonly #slack: WebClient;
  readonly #groups = new Map<string, { readonly at: number; readonly members: Promise<readonly string[]> }>();

  constructor(slack: WebClient) {
    this.#slack = slack;
  }

  async rolesOf(user: string, { people }: Settings): Promise<Roles> {
    const [approvers, admins] = await Promise.all([
      this.expand(people.approvers),
      this.expand(people.admins),
    ]);
    return { approver: approvers.includes(user), admin: admins.includes(user) };
  }

  /** The people in a list, those of its user groups among them; nobody twice. */
  async expand(list: readonly PersonOrGroup[]): Promise<readonly string[]> {
    const lists = await Promise.all(
      list.map(async (id) => (id.startsWith('S') ? this.#membersOf(id) : [id])),
    );
    return [...new Set(lists.flat())];
  }

  #membersOf(group: string): Promise<readonly string[]> {
    const known = this.#groups.get(group);
    if (known !== undefined && Date.now() - known.at < keptMs) return known.members;
    const members = this.#slack.usergroups.users.list({ usergroup: group }).then(({ users }) => users ?? []);
    this.#groups.set(group, { at: Date.now(), members });
    members.catch(() => this.#groups.delete(group));
    return members;
  }
}
