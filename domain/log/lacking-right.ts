/** What somebody may not do, as SQL grants it. */
export interface LackingRight {
  /** Such as `update (last_used_at)`. */
  readonly what: string;
  /** Such as `tokens`, or `function note_use(uuid)`. */
  readonly on: string;
  /** The user or the role that lacks it. */
  readonly to: string;
}

/** How the trigger is that refuses changes of the log: `weak`: not in every session. */
export type Protection = 'on' | 'weak' | 'off' | 'gone';
