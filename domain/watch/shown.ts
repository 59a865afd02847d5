import type { WatchPlan } from './plan.ts';
import type { Blind, BadValue, WatchEvent, WatchState } from './watch.ts';

/** The state of a watch in its memo, where cards, answers and pages read it. Instants are epoch ms. */
export interface WatchShown {
  /** The number of checks. Those not listed below are well or have not been polled yet. */
  readonly checks: number;
  /** `notOurs`: who said that this release is not the cause; null: nobody. */
  readonly bad: readonly {
    readonly check: string;
    readonly found: BadValue;
    readonly notOurs: string | null;
  }[];
  readonly badBefore: readonly { readonly check: string; readonly found: BadValue }[];
  readonly blind: readonly { readonly check: string; readonly blind: Blind }[];
  /** When it has been watched for long enough; null while the release is on production. */
  readonly until: number | null;
  readonly ended: Extract<WatchEvent, { type: 'passed' | 'over' | 'left' }>['type'] | null;
}

/** For each check: who said that this release is not the cause, and since when the check was bad then. */
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
