/** Where a message of ours stands. */
export interface PostPlace {
  readonly channel: string;
  readonly ts: string;
}
