/** A ticket, in one form for all trackers. */
export interface Ticket {
  /** Upper-case. */
  readonly key: string;
  readonly title: string;
  readonly url: string | null;
  readonly project: string | null;
  /** Such as Bug or Story. */
  readonly kind: string | null;
  readonly status: Status | null;
  /** People have the names that the tracker uses. */
  readonly author: string | null;
  readonly assignee: string | null;
  readonly labels: readonly string[];
  readonly components: readonly string[];
  /** By the names that people see. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Names of further fields, whose values have an unknown form. Absent: none. */
  readonly unreadFields?: readonly string[];
  readonly links: readonly Link[];
  readonly checkboxes: readonly Checkbox[];
  readonly text: string;
  readonly changes: readonly Change[];
  /** The addresses of pages that it names. */
  readonly pages: readonly string[];
  /** What the tracker itself records about each sign, if it does. */
  readonly signs: Readonly<Record<string, Recorded>>;
  /** Why a part is missing or incomplete: what is not found in it may still exist. */
  readonly unread: Readonly<Partial<Record<TicketPart, string>>>;
  /** Why a part is never read from this tracker. Absent: all are. */
  readonly neverRead?: Readonly<Partial<Record<TicketPart, string>>>;
}

/** The parts of a ticket that rules read and that may take a request of their own. */
export const parts = [
  'url',
  'project',
  'kind',
  'author',
  'assignee',
  'status',
  'labels',
  'components',
  'fields',
  'links',
  'checkboxes',
  'text',
  'changes',
  'pages',
] as const;
export type TicketPart = (typeof parts)[number];

/** For a tracker whose links no reader supports. */
export const withoutLinks = {
  neverRead: { links: 'from this tracker none are read, so the rule has to look at something else' },
} as const satisfies Partial<Ticket>;

/** What to request from a tracker. Pipeline states and file paths may take one more request for each change. */
export type TicketQuery = TicketPart | 'pipeline' | 'paths';

export const statusCategories = ['todo', 'in progress', 'done'] as const;
export type StatusCategory = (typeof statusCategories)[number];

export interface Status {
  readonly name: string;
  /** Null if the tracker has no categories. */
  readonly category: StatusCategory | null;
  /** Why the category is unknown. Absent: it is not. */
  readonly categoryUnread?: string;
}

export type Scalar = string | number | boolean;
export type FieldValue = Scalar | null | readonly Scalar[];

/** A link from this ticket to another. */
export interface Link {
  /** As it reads from this ticket: `is demoed by`. */
  readonly type: string;
  readonly key: string;
  readonly url: string | null;
  /** Null if it cannot be read. */
  readonly status: Status | null;
}

export interface Checkbox {
  readonly text: string;
  readonly checked: boolean;
}

/** A pull or merge request. */
export interface Change {
  /** Such as `acme/app#12`. */
  readonly name: string;
  readonly title: string;
  readonly url: string | null;
  readonly state: 'open' | 'merged' | 'closed';
  readonly draft: boolean;
  readonly author: string | null;
  /** The approvals that count in the tracker; null if they cannot be read. */
  readonly approvals: readonly Approval[] | null;
  /** The last proposed commit, also of a merged change. */
  readonly headCommit: string | null;
  /** Absent: not merged, or the tracker does not say. */
  readonly landed?: Landed;
  /** Epoch ms; null if the tracker does not say. */
  readonly lastCommitAt: number | null;
  readonly pipeline: 'passed' | 'failed' | 'running' | 'none' | 'unknown';
  readonly openThreads: number | null;
  /** The changed files; null if they were not read. */
  readonly paths: readonly string[] | null;
}

/** For a change of which the tracker says little more than that it exists. */
export const nothingMore = {
  approvals: null,
  headCommit: null,
  lastCommitAt: null,
  pipeline: 'unknown',
  openThreads: null,
  paths: null,
} as const satisfies Partial<Change>;

/** The merge commit and its time, epoch ms. */
export interface Landed {
  readonly commit: string;
  readonly at: number;
}

/** From what a tracker says; absent if that is incomplete or malformed. */
export function landedAs(
  commit: string | null | undefined,
  at: string | null | undefined,
): { readonly landed?: Landed } {
  const instant = Date.parse(at ?? '');
  const isKnown = commit && /^[0-9a-f]{7,64}$/.test(commit) && !Number.isNaN(instant);
  return isKnown ? { landed: { commit, at: instant } } : {};
}

/** Whether an address is that of a change and so of no page. */
export const isChangeAddress = (address: string): boolean =>
  /\/(?:pull|pulls|merge_requests)\/\d+/.test(address);

export interface Approval {
  readonly by: string;
  /** The approved commit; null if the tracker does not say. */
  readonly commit: string | null;
  /** Epoch ms; null if the tracker does not say. */
  readonly at: number | null;
  /** The tracker itself says that it is for older code. */
  readonly stale: boolean;
}

/** True or an address: done. Null: not done. */
export type Recorded = true | string | null | { readonly mistake: string };

/** A ticket with nothing but a key; trackers fill in what they know. */
export const bareTicket = (key: string): Ticket => ({
  key,
  title: key,
  url: null,
  project: null,
  kind: null,
  status: null,
  author: null,
  assignee: null,
  labels: [],
  components: [],
  fields: {},
  links: [],
  checkboxes: [],
  text: '',
  changes: [],
  pages: [],
  signs: {},
  unread: {},
});
