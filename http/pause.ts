/** The bounds of a pause. */
const shortestPauseMs = 1000;
const longestPauseMs = 60 * 60_000;

/** How long a server wants no more requests, in ms; null if it does not ask for a pause. */
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

/** Parses `Retry-After`, which is in seconds or a date, to ms. */
export function readPause(after: string | null, now: number): number {
  const seconds = /^\s*\d+\s*$/.test(after ?? '') ? Number(after) * 1000 : NaN;
  // `Date.parse` accepts too much. A date in HTTP starts with the day of the week.
  const date = /^[a-z]{3},/i.test(after ?? '') ? Date.parse(after ?? '') - now : NaN;
  return within([seconds, date].find((ms) => !Number.isNaN(ms)) ?? 0);
}

/** Parses the reset headers of rate limits to ms: from seconds, seconds since 1970, or a date. */
export function readReset(headers: Headers, now: number): number {
  const reset = headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset') ?? '';
  const seconds = /^\d+$/.test(reset) ? Number(reset) : NaN;
  // A number this large is an instant: nobody asks for a pause of thirty years.
  if (!Number.isNaN(seconds)) return within(seconds > 1e9 ? seconds * 1000 - now : seconds * 1000);
  const date = /^\d{4}-\d\d-\d\dT/.test(reset) ? Date.parse(reset) - now : NaN;
  return within(Number.isNaN(date) ? 0 : date);
}

const within = (ms: number): number => Math.min(Math.max(ms, shortestPauseMs), longestPauseMs);
