import type { NeededLock } from '../components.ts';
import { keysOf } from '../keys-of.ts';
import { signs } from '../settings.ts';
import type { Sign } from '../settings.ts';
import type { NeededApprovals } from './approvals.ts';

/** What the checks of a ticket found: what a "good" is given to. */
export interface Snapshot {
  readonly url: string;
  readonly components: readonly string[];
  /** Critical components that the ticket names and the request leaves out. */
  readonly leftOut: readonly string[];
  readonly locks: readonly NeededLock[];
  readonly approvals: readonly NeededApprovals[];
  /** Of each sign that is checked: its evidence, true for one without, null for one that is missing. */
  readonly evidence: Readonly<Partial<Record<Sign, string | true | null>>>;
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

const evidenceText = (evidence: string | true | null | undefined): string | null =>
  evidence === true ? 'done' : (evidence ?? null);

const approvalsText = (approvals: readonly NeededApprovals[]): string | null =>
  sorted(approvals.map(({ component, needed }) => `${component}: ${needed}`));

/** The texts of everything in a snapshot: two that have the same say the same to whoever gives a "good". */
const aspectsOf = (snapshot: Snapshot): Readonly<Record<Aspect, string | null>> => ({
  ...(Object.fromEntries(signs.map((sign) => [sign, evidenceText(snapshot.evidence[sign])])) as Record<
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
