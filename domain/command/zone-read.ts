/** A time zone as somebody wrote it, and how many words it takes. */
export interface ZoneRead {
  /** In luxon's form. Null: the zone of the configuration. Undefined: it cannot be told. */
  readonly zone: string | null | undefined;
  readonly length: number;
}
