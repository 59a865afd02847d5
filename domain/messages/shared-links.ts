/** A message in which somebody shared links to our page. */
export interface SharedLinks {
  readonly channel: string;
  readonly ts: string;
  readonly links: readonly {
    /** As it stands in the message. */
    readonly url: string;
    /** The key of the release that the page shows there. */
    readonly releaseKey: string;
  }[];
}
