/** A database right that somebody lacks, in SQL's terms. */
export interface LackingRight {
  /** Such as `update (last_used_at)`. */
  readonly what: string;
  /** Such as `tokens`, or `function note_use(uuid)`. */
  readonly on: string;
  /** The user or the role that lacks it. */
  readonly to: string;
}

/** The state of the trigger that refuses changes of the log. `weak`: it does not fire in every session. */
export type Protection = 'on' | 'weak' | 'off' | 'gone';
