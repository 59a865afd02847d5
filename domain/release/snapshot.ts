import type { NeededLock } from '../components.ts';
import { signs } from '../settings.ts';
import type { Sign } from '../settings.ts';
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
  readonly locks: readonly NeededLock[];
  /** Of all together. */
  readonly evidence: Evidence;
  readonly items: readonly CheckedItem[];
}

/** Something that later checks found to be other than earlier ones. */
export type Change = Sign | 'components' | 'locks' | 'url';

/** The order in which a ticket names its components is no difference. */
export function changesBetween(before: Snapshot, after: Snapshot): readonly Change[] {
  const differs = (part: (snapshot: Snapshot) => unknown): boolean =>
    JSON.stringify(part(before)) !== JSON.stringify(part(after));
  return [
    ...signs.filter((sign) => differs(({ items }) => items.map(({ evidence }) => evidence[sign]))),
    ...(differs(({ components }) => [...components].sort()) ? (['components'] as const) : []),
    ...(differs(({ locks }) => locks.map(({ component, mode }) => [component, mode]))
      ? (['locks'] as const)
      : []),
    ...(differs(({ url }) => url) ? (['url'] as const) : []),
  ];
}
