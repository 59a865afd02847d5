/** The ID of a message as a command: the same however often the message is heard. `ts` is Slack's, which names it in its channel. */
export const messageIdOf = (channel: string, ts: string): string => `${channel}:${ts}`;

/** Where and when (epoch ms, with fractions, which order messages) it was said; null for what was said by no message, such as a slash command. */
export function messageOf(commandId: string): { readonly channel: string; readonly at: number } | null {
  const [channel = '', ts] = commandId.split(':');
  return ts === undefined ? null : { channel, at: instantOfTs(ts) };
}

/** Epoch ms. */
export const instantOfTs = (ts: string): number => Number(ts) * 1000;
