interface RoleRow {
  /** Whether the lists of people decide, too. If so, they are looked up before the command is carried out. */
  readonly lookedUp: boolean;
  /** The part in which people with this role advance a release; null: none. */
  readonly part: 'approver' | 'admin' | 'requester' | null;
}

/** What the actor of a command has to be. An admin may become the admin of a release; "its admin" already is. */
// prettier-ignore
export const roles = {
  anyone:              { lookedUp: false, part: null },
  requester:           { lookedUp: false, part: 'requester' },
  requesterOrItsAdmin: { lookedUp: false, part: 'requester' },
  requesterOrApprover: { lookedUp: true,  part: null },
  requesterItsAdminOrApprover: { lookedUp: true, part: 'requester' },
  approver:            { lookedUp: true,  part: 'approver' },
  admin:               { lookedUp: true,  part: 'admin' },
  approverOrAdmin:     { lookedUp: true,  part: null },
} as const satisfies Readonly<Record<string, RoleRow>>;

export type Role = keyof typeof roles;

/** The parts that people play in a release. */
export type Part = NonNullable<RoleRow['part']>;
