/** When people work. */
export interface Calendar {
  /** An IANA zone, such as `Europe/Berlin`. */
  readonly timezone: string;
  /** ISO weekdays, 1 is Monday and 7 is Sunday. */
  readonly days: readonly number[];
  /** Minutes from local midnight; `fromMinute < toMinute <= 1440`. */
  readonly fromMinute: number;
  readonly toMinute: number;
}
