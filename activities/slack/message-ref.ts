/** The location of one of our messages. */
export interface MessageRef {
  readonly channel: string;
  readonly ts: string;
}
