/** The middle one and the one below which nine in ten are, in ms; null where there is none. */
export interface Spread {
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
}

/** What the releases of some time tell that went to production and ended there. `docs/statistics.md` defines each of them. */
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
  /** The most released first. */
  readonly byComponent: readonly (Figures & { readonly component: string })[];
  /** `2026-03`, the last one first. */
  readonly byMonth: readonly (Figures & { readonly month: string })[];
}
