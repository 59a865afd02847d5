/** Where a message of ours stands. */
export interface Place {
  readonly channel: string;
  readonly ts: string;
}
