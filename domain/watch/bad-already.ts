/** A check that was bad before its release started. */
export interface BadAtStart {
  /** Its ID. */
  readonly check: string;
  readonly value: number;
  readonly limit: number;
  readonly named: readonly string[];
}

/** The same while it has not started. */
export interface BadAlready extends BadAtStart {
  /** Since when, epoch ms; null where the source does not tell. */
  readonly since: number | null;
}
