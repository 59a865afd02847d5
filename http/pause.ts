/** Whoever wants to be left alone is, for so long at least. */
const shortestPauseMs = 1000;
const longestPauseMs = 60 * 60_000;

/** So long a server wants to be left alone, in ms; null if it does not. */
export function pauseWantedBy({
  status,
  headers,
}: {
  readonly status: number;
  readonly headers: Headers;
}): number | null {
  const after = headers.get('retry-after');
  const isSpent = headers.get('x-ratelimit-remaining') === '0';
  const isLimit =
    status === 429 || (status === 503 && after !== null) || (status === 403 && (after !== null || isSpent));
  if (!isLimit) return null;
  const now = Date.now();
  return after === null ? readReset(headers, now) : readPause(after, now);
}

/** What `Retry-After` says, in ms: seconds, or a date. */
export function readPause(after: string | null, now: number): number {
  const seconds = /^\s*\d+\s*$/.test(after ?? '') ? Number(after) * 1000 : NaN;
  // `Date.parse` takes much for a date; one of HTTP begins with the day.
  const date = /^[a-z]{3},/i.test(after ?? '') ? Date.parse(after ?? '') - now : NaN;
  return within([seconds, date].find((ms) => !Number.isNaN(ms)) ?? 0);
}

/** What the headers for limits say in its place, in ms: seconds, seconds since 1970, or a date. */
export function readReset(headers: Headers, now: number): number {
  const reset = headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset') ?? '';
  const seconds = /^\d+$/.test(reset) ? Number(reset) : NaN;
  // Nobody asks for a pause of thirty years.
  if (!Number.isNaN(seconds)) return within(seconds > 1e9 ? seconds * 1000 - now : seconds * 1000);
  const date = /^\d{4}-\d\d-\d\dT/.test(reset) ? Date.parse(reset) - now : NaN;
  return within(Number.isNaN(date) ? 0 : date);
}

const within = (ms: number): number => Math.min(Math.max(ms, shortestPauseMs), longestPauseMs);
