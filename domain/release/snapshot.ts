import type { NeededLock } from '../components.ts';
import { signs } from '../settings.ts';
import type { Sign } from '../settings.ts';

/** What the checks of a ticket found: what a "good" is given to. */
export interface Snapshot {
  readonly url: string;
  readonly components: readonly string[];
  readonly locks: readonly NeededLock[];
  /** Of each sign that is checked: its evidence, true for one without, null for one that is missing. */
  readonly evidence: Readonly<Partial<Record<Sign, string | true | null>>>;
}

/** Something that later checks found to be other than earlier ones. */
export type Change = Sign | 'components' | 'locks' | 'url';

/** The order in which a ticket names its components is no difference. */
export function changesBetween(before: Snapshot, after: Snapshot): readonly Change[] {
  const differs = (part: (snapshot: Snapshot) => unknown): boolean =>
    JSON.stringify(part(before)) !== JSON.stringify(part(after));
  return [
    ...signs.filter((sign) => differs(({ evidence }) => evidence[sign])),
    ...(differs(({ components }) => [...components].sort()) ? (['components'] as const) : []),
    ...(differs(({ locks }) => locks.map(({ component, mode }) => [component, mode]))
      ? (['locks'] as const)
      : []),
    ...(differs(({ url }) => url) ? (['url'] as const) : []),
  ];
}
