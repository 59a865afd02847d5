import type { WatchPlan } from './plan.ts';
import type { Blind, Found, WatchNews, WatchState } from './watch.ts';

/** How a watch stands, as its memo shows it: cards, answers and pages read it there. Instants are epoch ms. */
export interface WatchShown {
  /** How many checks there are; those that are not listed below are well, or were not looked at yet. */
  readonly checks: number;
  /** `notOurs`: who says that it is not this release's; null: nobody. */
  readonly bad: readonly { readonly check: string; readonly found: Found; readonly notOurs: string | null }[];
  readonly badBefore: readonly { readonly check: string; readonly found: Found }[];
  readonly blind: readonly { readonly check: string; readonly blind: Blind }[];
  /** When it will have been watched for long enough; null while it is on production. */
  readonly until: number | null;
  readonly ended: Extract<WatchNews, { type: 'passed' | 'over' | 'left' }>['type'] | null;
}

/** Who said of which check that it is not this release's, and what was found bad then. */
export type NotOurs = Readonly<Record<string, { readonly actor: string; readonly badSince: number }>>;

export function shownOf(
  plan: WatchPlan,
  { checks, finishedAt }: WatchState,
  notOurs: NotOurs,
  ended: WatchShown['ended'],
): WatchShown {
  return {
    checks: checks.length,
    bad: checks.flatMap(({ id: check, bad: found }) => {
      if (found === null) return [];
      const said = notOurs[check];
      return [{ check, found, notOurs: said?.badSince === found.at ? said.actor : null }];
    }),
    badBefore: checks.flatMap(({ id: check, badBefore, last: found }) =>
      badBefore && found !== null ? [{ check, found }] : [],
    ),
    blind: checks.flatMap(({ id: check, blind }) => (blind?.told ? [{ check, blind }] : [])),
    until: finishedAt === null ? null : finishedAt + plan.forMs,
    ended,
  };
}
