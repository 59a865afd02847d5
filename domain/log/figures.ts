/** The median and the 90th percentile, in ms; null without any values. */
export interface Spread {
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
}

/** Figures over the releases that went to production and ended there within a period. `docs/statistics.md` defines each of them. */
export interface Figures {
  readonly releases: number;
  readonly rolledBack: number;
  readonly lead: Spread;
  readonly waitForGood: Spread;
  readonly waitForLock: Spread;
  readonly waitForAdmin: Spread;
  readonly onProduction: Spread;
  readonly nudges: number;
}

export interface Statistics {
  /** Epoch ms. */
  readonly since: number;
  readonly until: number;
  readonly total: Figures;
  readonly restore: Spread;
  readonly incidents: number;
  /** The most released component first. */
  readonly byComponent: readonly (Figures & { readonly component: string })[];
  /** By month, such as `2026-03`, the latest first. */
  readonly byMonth: readonly (Figures & { readonly month: string })[];
}
