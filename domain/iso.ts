/** An instant (epoch ms) as ISO 8601 in UTC. */
export const iso = (ms: number): string => new Date(ms).toISOString();

/** The last instant that fits this format, epoch ms. */
export const latestInstant = Date.parse('9999-12-31T23:59:59Z');
