/** A message with links to our page. */
export interface SharedLinks {
  readonly channel: string;
  readonly ts: string;
  readonly links: readonly {
    /** The URL as written in the message. */
    readonly url: string;
    /** The key of the release that the link leads to. */
    readonly releaseKey: string;
  }[];
}
