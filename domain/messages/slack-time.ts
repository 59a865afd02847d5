/** Slack's `ts` identifies a message in its channel, and is the time when it was sent. */

/** Epoch ms with microseconds as fractions. */
export const instantOfTs = (ts: string): number => Number(ts) * 1000;

export const tsOfInstant = (instantMs: number): string => (instantMs / 1000).toFixed(6);
