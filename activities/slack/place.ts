/** The location of one of our messages. */
export interface PostPlace {
  readonly channel: string;
  readonly ts: string;
}
