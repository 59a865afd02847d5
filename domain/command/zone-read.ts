/** A zone in the words of people, and how many words it takes. */
export interface ZoneRead {
  /** As luxon has it; null is the zone of the configuration, and undefined one that cannot be told. */
  readonly zone: string | null | undefined;
  readonly length: number;
}
