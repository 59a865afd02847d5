/** What the formal checks report, and what it says of a release. */
import type { NeededLock, Renamed } from '../components.ts';
import type { ReleaseRules, Sign } from '../settings.ts';
import type { BadAlready } from '../watch/bad-already.ts';
import type { NeededApprovals } from './approvals.ts';
import { scopeAsNow } from './called-as-now.ts';
import { missingIn } from './evidence.ts';
import type { CheckProblems } from './events.ts';
import { asFarAsKnown, asOne } from './snapshot.ts';
import type { CheckedItem, Snapshot } from './snapshot.ts';
import type { ReleaseState } from './state.ts';

/** What a release touches, by the components that its command, or else its ticket, names. */
export interface ReleaseScope {
  /** The known ones. */
  readonly components: readonly string[];
  readonly unknownComponents: readonly string[];
  /** Critical components that the ticket names and the command leaves out. */
  readonly leftOut: readonly string[];
  /** In the order in which they are taken. */
  readonly locks: readonly NeededLock[];
  readonly adminNeeded: boolean;
  /** Per component. */
  readonly approvals: readonly NeededApprovals[];
  /** Whether one of its components keeps the lock until its charts have passed. Absent: no. */
  readonly heldByWatch?: boolean;
  /** The components that have other names now. Absent: none. */
  readonly renamed?: Renamed;
}

/** What the formal checks of a ticket found. */
export type CheckReport =
  /** No tracker knows one of its tickets. */
  | { readonly outcome: 'unknownTicket'; readonly ticket?: string }
  /** The tracker does not answer, and `scope` is for the components that are known without it; or some sign cannot be determined. */
  | {
      readonly outcome: 'unavailable';
      readonly message: string;
      readonly scope: ReleaseScope;
      /** What was found anyway. Absent: the tickets could not be read. */
      readonly items?: readonly CheckedItem[];
      /** How long to wait before asking again, in ms. Absent: not at all. */
      readonly pauseMs?: number;
      readonly badAlready?: readonly BadAlready[];
    }
  | {
      readonly outcome: 'checked';
      readonly title: string;
      readonly url: string | null;
      readonly missingSigns: readonly Sign[];
      readonly evidence: Snapshot['evidence'];
      /** Per item, for several tickets, a page or a text. Absent for a single ticket: the other fields say it. */
      readonly items?: readonly CheckedItem[];
      readonly scope: ReleaseScope;
      readonly rules: ReleaseRules;
      /** Charts that are bad before the start. Absent: not checked. */
      readonly badAlready?: readonly BadAlready[];
    };

export type Checked = Extract<CheckReport, { outcome: 'checked' }>;
export type Unavailable = Extract<CheckReport, { outcome: 'unavailable' }>;

export const itemsOfOne = (
  { subject: { items } }: ReleaseState,
  { title, url, evidence }: Checked,
): readonly CheckedItem[] => items.map((item) => ({ item, title, url, evidence }));

/** Which of several tickets lacks which signs. */
function missingOf(items: readonly CheckedItem[]): Pick<CheckProblems, 'missingOf'> {
  if (items.length < 2) return {};
  return {
    missingOf: items.flatMap(({ item, evidence }) => {
      const missing = missingIn(evidence);
      return item.kind === 'ticket' && missing.length > 0 ? [{ ticket: item.key, signs: missing }] : [];
    }),
  };
}

export const snapshotOf = ({
  url,
  evidence,
  items,
  scope: { components, leftOut, locks, approvals, renamed = {} },
}: Pick<Checked, 'url' | 'evidence' | 'scope'> & Pick<Snapshot, 'items'>): Snapshot =>
  scopeAsNow({ url, evidence, items, components, leftOut, locks, approvals }, renamed);

/** An unknown component that somebody typed may be a misspelt critical one. One that a tracker lists besides ours is ignored. */
export function problemsOf(
  { options }: ReleaseState,
  { missingSigns, items, scope }: Pick<Checked, 'missingSigns' | 'items' | 'scope'>,
): CheckProblems | null {
  const { leftOut } = scope;
  const noComponent = scope.components.length === 0;
  const unknownComponents = options.components === null && !noComponent ? [] : scope.unknownComponents;
  return missingSigns.length + unknownComponents.length + leftOut.length > 0 || noComponent
    ? { missingSigns, ...missingOf(items ?? []), unknownComponents, leftOut, noComponent }
    : null;
}

/** Null: there are none, and there were none before. */
export function problemsKnown(state: ReleaseState, { scope, items }: Unavailable): CheckProblems | null {
  const none = { missingSigns: [], unknownComponents: [], leftOut: [], noComponent: false };
  const { options, problems } = state;
  if (items !== undefined) {
    return (
      problemsOf(state, { ...readIn(items, { snapshot: null }), scope }) ?? (problems === null ? null : none)
    );
  }
  const { components } = scope;
  const before = problems ?? none;
  const unknownComponents = options.components === null ? before.unknownComponents : scope.unknownComponents;
  return problems === null && unknownComponents.length === 0
    ? null
    : {
        ...before,
        unknownComponents,
        leftOut: before.leftOut.filter((name) => !components.includes(name)),
        noComponent: components.length === 0,
      };
}

/** What was read, with what was there before for signs that cannot be determined. */
export function readIn(items: readonly CheckedItem[], { snapshot }: Pick<ReleaseState, 'snapshot'>) {
  const known = asFarAsKnown(items, snapshot);
  return { ...asOne(known), items: known };
}
