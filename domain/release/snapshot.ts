import type { NeededLock } from '../components.ts';
import { keysOf } from '../keys-of.ts';
import { signs } from '../settings.ts';
import type { Sign } from '../settings.ts';
import type { NeededApprovals } from './approvals.ts';
import type { Item } from './subject.ts';

/** Evidence of a sign that no tracker tells of: whoever gives the "good" has to judge. */
export const toJudge = 'judge';

/** Of each sign that is checked: its evidence, true for one without, null for one that is missing, or `toJudge`. */
export type Evidence = Readonly<Partial<Record<Sign, string | true | null>>>;

/** One thing that is released, as the checks found it. */
export interface CheckedItem {
  readonly item: Item;
  readonly title: string;
  /** Null of a text. */
  readonly url: string | null;
  readonly evidence: Evidence;
}

/** What all of them have: what one lacks, the whole lacks. */
export const evidenceOfAll = (items: readonly CheckedItem[]): Evidence =>
  Object.fromEntries(
    signs.flatMap((sign) => {
      const found = items.flatMap(({ evidence }) => (sign in evidence ? [evidence[sign] ?? null] : []));
      return found.length === 0 ? [] : [[sign, found.includes(null) ? null : (found[0] ?? null)]];
    }),
  );

/** The signs that are missing. */
export const missingIn = (evidence: Evidence): readonly Sign[] =>
  signs.filter((sign) => evidence[sign] === null);

/** What the checks of a release found: what a "good" is given to. */
export interface Snapshot {
  readonly url: string | null;
  readonly components: readonly string[];
  /** Critical components that the ticket names and the request leaves out. */
  readonly leftOut: readonly string[];
  readonly locks: readonly NeededLock[];
  readonly approvals: readonly NeededApprovals[];
  /** Of all together. */
  readonly evidence: Evidence;
  readonly items: readonly CheckedItem[];
}

/** What can differ between two snapshots. */
export type Aspect = Sign | 'components' | 'leftOut' | 'locks' | 'approvals' | 'url';

/** Something that later checks found to be other than earlier ones, as a text for people; null if it was not or is not there. */
export interface Difference {
  readonly aspect: Aspect;
  readonly before: string | null;
  readonly after: string | null;
}

const listed = (names: readonly string[]): string | null => (names.length === 0 ? null : names.join(', '));

/** The order in which a ticket names its components is no difference. */
const sorted = (names: readonly string[]): string | null => listed([...names].sort());

const evidenceText = (evidence: Evidence[Sign]): string | null =>
  evidence === true ? 'done' : (evidence ?? null);

const nameOf = (item: Item): string =>
  item.kind === 'ticket' ? item.key : item.kind === 'page' ? item.url : item.text;

/** Of several items, what each has. */
function signText({ items, evidence }: Snapshot, sign: Sign): string | null {
  if (items.length < 2) return evidenceText(evidence[sign]);
  const each = items.map((one) => `${nameOf(one.item)} ${evidenceText(one.evidence[sign]) ?? '—'}`);
  return items.some((one) => sign in one.evidence) ? each.join(', ') : null;
}

const approvalsText = (approvals: readonly NeededApprovals[]): string | null =>
  sorted(approvals.map(({ component, needed }) => `${component}: ${needed}`));

/** The texts of everything in a snapshot: two that have the same say the same to whoever gives a "good". */
const aspectsOf = (snapshot: Snapshot): Readonly<Record<Aspect, string | null>> => ({
  ...(Object.fromEntries(signs.map((sign) => [sign, signText(snapshot, sign)])) as Record<
    Sign,
    string | null
  >),
  components: sorted(snapshot.components),
  leftOut: sorted(snapshot.leftOut),
  locks: listed(
    snapshot.locks.map(({ component, mode }) => (mode === 'shared' ? `${component} (shared)` : component)),
  ),
  approvals: approvalsText(snapshot.approvals),
  url: snapshot.url,
});

/** Fewer approvals than were given for are no difference. */
const asksForMore = (before: Snapshot, after: Snapshot): boolean =>
  after.approvals.some(
    ({ component, needed }) =>
      needed > (before.approvals.find((other) => other.component === component)?.needed ?? 0),
  );

export function differencesBetween(before: Snapshot, after: Snapshot): readonly Difference[] {
  const [texts, textsNow] = [aspectsOf(before), aspectsOf(after)];
  return keysOf(texts)
    .filter((aspect) => texts[aspect] !== textsNow[aspect])
    .filter((aspect) => aspect !== 'approvals' || asksForMore(before, after))
    .map((aspect) => ({ aspect, before: texts[aspect], after: textsNow[aspect] }));
}
