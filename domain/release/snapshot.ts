import type { NeededLock } from '../components.ts';
import { keysOf } from '../keys-of.ts';
import type { Sign } from '../settings.ts';
import type { NeededApprovals } from './approvals.ts';
import {
  evidenceOfAll,
  evidenceText,
  evidenceWithoutCode,
  foundOf,
  isHolding,
  isUnclear,
  missingIn,
  signsIn,
} from './evidence.ts';
import type { Evidence } from './evidence.ts';
import type { Item } from './subject.ts';

/** One thing that is released, as the checks found it. */
export interface CheckedItem {
  readonly item: Item;
  readonly title: string;
  /** Null for a text. */
  readonly url: string | null;
  readonly evidence: Evidence;
}

/** What the checks of a release found, and what approvals are for. */
export interface Snapshot {
  readonly url: string | null;
  readonly components: readonly string[];
  /** Critical components that the ticket names and the request leaves out. */
  readonly leftOut: readonly string[];
  readonly locks: readonly NeededLock[];
  readonly approvals: readonly NeededApprovals[];
  /** Of all items together. */
  readonly evidence: Evidence;
  readonly items: readonly CheckedItem[];
}

/** What can differ between two snapshots: a sign, or a `ScopeAspect`, which no sign has as its name. */
export type Aspect = Sign;

export const scopeAspects = ['components', 'leftOut', 'locks', 'approvals', 'url'] as const;
export type ScopeAspect = (typeof scopeAspects)[number];

/** What later checks found to differ from earlier ones, as texts for people; null: it was not there, or is no longer. */
export interface Difference {
  readonly aspect: Aspect;
  readonly before: string | null;
  readonly after: string | null;
}

const listed = (names: readonly string[]): string | null => (names.length === 0 ? null : names.join(', '));

/** The order in which a ticket names its components makes no difference. */
const sorted = (names: readonly string[]): string | null => listed([...names].sort());

const nameOf = (item: Item): string =>
  item.kind === 'ticket' ? item.key : item.kind === 'page' ? item.url : item.text;

/** The text of a sign; for several items, what each of them has. `other`: the snapshot it is compared with. */
function signText({ items, evidence }: Snapshot, sign: Sign, other: Snapshot): string | null {
  if (items.length < 2) return evidenceText(foundOf(sign, evidence), foundOf(sign, other.evidence));
  const each = items.map(({ item, evidence: own }) => {
    const same = other.items.find((one) => nameOf(one.item) === nameOf(item));
    const text = evidenceText(foundOf(sign, own), same && foundOf(sign, same.evidence));
    return `${nameOf(item)} ${text ?? '—'}`;
  });
  return items.some((one) => sign in one.evidence) ? each.join(', ') : null;
}

const approvalsText = (approvals: readonly NeededApprovals[]): string | null =>
  sorted(approvals.map(({ component, needed }) => `${component}: ${needed}`));

/** What was found in all items together. */
export function asOne(items: readonly CheckedItem[]) {
  const evidence = evidenceOfAll(items.map((one) => one.evidence));
  return {
    title: [...new Set(items.map(({ title }) => title))].join(' · '),
    url: items[0]?.url ?? null,
    missingSigns: missingIn(evidence),
    evidence,
  };
}

/** The items without the signs that cannot be determined and hold the release. Those are as they were in `before`, if it has them. */
export const asFarAsKnown = (
  items: readonly CheckedItem[],
  before: Snapshot | null,
): readonly CheckedItem[] =>
  items.map((one) => {
    const same = before?.items.find((other) => nameOf(other.item) === nameOf(one.item));
    const evidence = Object.entries(one.evidence).flatMap(([sign, found]) => {
      const known = isHolding(found) ? same && foundOf(sign, same.evidence) : found;
      return known === undefined ? [] : [[sign, known] as const];
    });
    return { ...one, evidence: Object.fromEntries(evidence) };
  });

/** The texts of everything but the signs. Two snapshots with the same texts mean the same to an approver. */
const othersOf = (snapshot: Snapshot): Readonly<Record<ScopeAspect, string | null>> => ({
  components: sorted(snapshot.components),
  leftOut: sorted(snapshot.leftOut),
  locks: listed(
    snapshot.locks.map(({ component, mode }) => (mode === 'shared' ? `${component} (shared)` : component)),
  ),
  approvals: approvalsText(snapshot.approvals),
  url: snapshot.url,
});

/** Whether more approvals are needed than before. Fewer are no difference. */
const asksForMore = (before: Snapshot, after: Snapshot): boolean =>
  after.approvals.some(
    ({ component, needed }) =>
      needed > (before.approvals.find((other) => other.component === component)?.needed ?? 0),
  );

const evidencesOf = ({ evidence, items }: Snapshot) => [evidence, ...items.map((one) => one.evidence)];

export function differencesBetween(before: Snapshot, after: Snapshot): readonly Difference[] {
  const [others, othersNow] = [othersOf(before), othersOf(after)];
  const evidences = [...evidencesOf(before), ...evidencesOf(after)];
  const ofSigns = signsIn(evidences)
    // A tracker that cannot tell has not changed anything.
    .filter((sign) => !evidences.some((evidence) => isUnclear(foundOf(sign, evidence))))
    .map((sign) => ({
      aspect: sign,
      before: signText(before, sign, after),
      after: signText(after, sign, before),
    }));
  const ofOthers = keysOf(others)
    .filter((aspect) => aspect !== 'approvals' || asksForMore(before, after))
    .map((aspect) => ({ aspect, before: others[aspect], after: othersNow[aspect] }));
  return [...ofSigns, ...ofOthers].filter((one) => one.before !== one.after);
}

/** The snapshot without code that no sign shows. */
export const withoutCode = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  evidence: evidenceWithoutCode(snapshot.evidence),
  items: snapshot.items.map((one) => ({ ...one, evidence: evidenceWithoutCode(one.evidence) })),
});

/** Whether there are differences that consist only of code that no sign shows. */
export const differsByCode = (before: Snapshot, after: Snapshot): boolean =>
  differencesBetween(before, after).length > differencesBetween(withoutCode(before), after).length;
