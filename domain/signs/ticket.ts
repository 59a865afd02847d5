/** A task as its tracker has it, in the same words for every tracker. */
export interface Ticket {
  /** Upper-case. */
  readonly key: string;
  readonly title: string;
  readonly url: string | null;
  readonly project: string | null;
  /** Such as Bug or Story. */
  readonly kind: string | null;
  readonly status: Status | null;
  /** People are called as the tracker calls them. */
  readonly author: string | null;
  readonly assignee: string | null;
  readonly labels: readonly string[];
  readonly components: readonly string[];
  /** By the names that people see. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Names of further fields, whose values have a form that is not read. Absent: none. */
  readonly unreadFields?: readonly string[];
  readonly links: readonly Link[];
  readonly checkboxes: readonly Checkbox[];
  readonly text: string;
  readonly changes: readonly Change[];
  /** Addresses of pages that it names. */
  readonly pages: readonly string[];
  /** What the tracker itself says of a sign, where it keeps signs. */
  readonly signs: Readonly<Record<string, Recorded>>;
  /** Why a part is not there, or not whole: what is not found in it may exist. */
  readonly unread: Readonly<Partial<Record<Part, string>>>;
  /** Why nothing is ever known of a part: it is not read from this tracker. Absent: of none. */
  readonly neverRead?: Readonly<Partial<Record<Part, string>>>;
}

/** A part of a ticket that rules look at and that may take a request of its own. */
export const parts = [
  'kind',
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
export type Part = (typeof parts)[number];

/** Of a tracker of whose links, if it has any, no reader knows. */
export const withoutLinks = {
  neverRead: { links: 'from this tracker none are read, so the rule has to look at something else' },
} as const satisfies Partial<Ticket>;

/** What a tracker is asked for: the state of pipelines and the paths of files may take one request more for each change. */
export type Wanted = Part | 'pipeline' | 'paths';

export const statusCategories = ['todo', 'in progress', 'done'] as const;
export type StatusCategory = (typeof statusCategories)[number];

export interface Status {
  readonly name: string;
  /** Null where the tracker has no such thing. */
  readonly category: StatusCategory | null;
  /** Why the category is not known. Absent: it is. */
  readonly categoryUnread?: string;
}

export type Scalar = string | number | boolean;
export type FieldValue = Scalar | null | readonly Scalar[];

/** From this ticket to another one. */
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
  /** Those that count in the tracker; null if they cannot be read. */
  readonly approvals: readonly Approval[] | null;
  /** The last commit that was proposed, also of one that is merged. */
  readonly headCommit: string | null;
  /** Absent: it was not merged, or the tracker does not tell. */
  readonly landed?: Landed;
  /** Epoch ms; null if the tracker does not tell. */
  readonly lastCommitAt: number | null;
  readonly pipeline: 'passed' | 'failed' | 'running' | 'none' | 'unknown';
  readonly openThreads: number | null;
  /** The files that it changes; null if they were not read. */
  readonly paths: readonly string[] | null;
}

/** Of a change of which a tracker tells little more than that it is there. */
export const nothingMore = {
  approvals: null,
  headCommit: null,
  lastCommitAt: null,
  pipeline: 'unknown',
  openThreads: null,
  paths: null,
} as const satisfies Partial<Change>;

/** As which commit a change was merged, and when, epoch ms. */
export interface Landed {
  readonly commit: string;
  readonly at: number;
}

/** As trackers tell it; absent where they do not. */
export function landedAs(
  commit: string | null | undefined,
  at: string | null | undefined,
): { readonly landed?: Landed } {
  const instant = Date.parse(at ?? '');
  const isKnown = commit && /^[0-9a-f]{7,64}$/.test(commit) && !Number.isNaN(instant);
  return isKnown ? { landed: { commit, at: instant } } : {};
}

/** Whether an address is that of a change, and so of no page. */
export const isChangeAddress = (address: string): boolean =>
  /\/(?:pull|pulls|merge_requests)\/\d+/.test(address);

export interface Approval {
  readonly by: string;
  /** Of which commit; null if the tracker does not tell. */
  readonly commit: string | null;
  /** Epoch ms; null if the tracker does not tell. */
  readonly at: number | null;
  /** The tracker itself says that it is of older code. */
  readonly stale: boolean;
}

/** True or an address: done. Null: not done. */
export type Recorded = true | string | null | { readonly mistake: string };

/** What a tracker need not know. */
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
