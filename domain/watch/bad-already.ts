/** A check that was already bad when its release started. */
export interface BadAtStart {
  /** The ID of the check. */
  readonly check: string;
  readonly value: number;
  readonly limit: number;
  readonly named: readonly string[];
}

/** The same before the start. */
export interface BadAlready extends BadAtStart {
  /** Since when it is bad, epoch ms; null if the source does not say. */
  readonly since: number | null;
}
