/** A step of a pattern: any number of characters, or one character that passes `is`. */
type Step = { readonly type: 'any' } | { readonly type: 'one'; readonly is: (char: string) => boolean };

/** In characters. */
export const longestPattern = 100;

/** The mistake in a pattern of keys; null if there is none. */
export function patternMistake(pattern: string): string | null {
  if (pattern.length > longestPattern) return `must be at most ${longestPattern} characters long`;
  return stepsOf(pattern) === null ? 'has a [ without its ]' : null;
}

/**
 * Whether a key matches a pattern as a whole, ignoring case: `*` (any characters), `?` (one), `[abc]`, `[a-z]` and `[!0-9]` (one of these,
 * or none of these). Takes time proportional to the lengths of key and pattern multiplied.
 */
export function matchesKey(key: string, pattern: string): boolean {
  const steps = stepsOf(pattern.toUpperCase());
  if (steps === null) return false;
  const chars = Array.from(key.toUpperCase());
  let [at, step] = [0, 0];
  // The step of the last `*`, and how far it has reached in the key.
  let [star, reach] = [-1, 0];
  while (at < chars.length) {
    const wanted = steps[step];
    if (wanted?.type === 'any') {
      [star, reach] = [step, at];
      step += 1;
    } else if (wanted?.is(chars[at] ?? '') === true) {
      at += 1;
      step += 1;
    } else if (star >= 0) {
      reach += 1;
      [at, step] = [reach, star + 1];
    } else {
      return false;
    }
  }
  return steps.slice(step).every(({ type }) => type === 'any');
}

/** Whether a pattern matches at least one of `PREFIX-1`, `PREFIX-2` and so on. */
export function takesNumbered(prefix: string, pattern: string): boolean {
  const steps = stepsOf(pattern.toUpperCase());
  if (steps === null) return false;
  const chars = Array.from(prefix.toUpperCase());
  return takesNumber(
    chars.reduce((from, char) => placesAfter(from, char, steps), passing([0], steps)),
    steps,
  );
}

/** Whether the pattern matches `-1`, `-2` or so on from one of these positions to its end. */
function takesNumber(from: ReadonlySet<number>, steps: readonly Step[]): boolean {
  let reached = placesAfter(placesAfter(from, '-', steps), '123456789', steps);
  for (let known = 0; known < reached.size;) {
    known = reached.size;
    reached = new Set([...reached, ...placesAfter(reached, '0123456789', steps)]);
  }
  return reached.has(steps.length);
}

const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

/** How many sets of positions are followed. A pattern that needs more counts as not matching every prefix. */
const mostWays = 100;

/** Whether a pattern does so for every prefix of the same length. Such a pattern means keys in general. */
export function takesLikePrefixes(prefix: string, pattern: string): boolean {
  const steps = stepsOf(pattern.toUpperCase());
  if (steps === null) return false;
  let ways: readonly ReadonlySet<number>[] = [passing([0], steps)];
  for (let length = 0; length < prefix.length; length += 1) {
    const next = ways.flatMap((from) => letters.map((letter) => placesAfter(from, letter, steps)));
    ways = [...new Map(next.map((places) => [inOrder(places), places])).values()];
    if (ways.length > mostWays) return false;
  }
  return ways.every((from) => takesNumber(from, steps));
}

const inOrder = (places: ReadonlySet<number>): string => [...places].sort((one, other) => one - other).join();

/** The positions in a pattern that can be reached from `from` by one of the characters. */
const placesAfter = (from: ReadonlySet<number>, chars: string, steps: readonly Step[]): ReadonlySet<number> =>
  passing(
    [...from].flatMap((at) => {
      const step = steps[at];
      if (step === undefined) return [];
      if (step.type === 'any') return [at];
      return Array.from(chars).some(step.is) ? [at + 1] : [];
    }),
    steps,
  );

/** Adds the positions after each `*`, which may match nothing. */
function passing(places: readonly number[], steps: readonly Step[]): ReadonlySet<number> {
  const all = new Set(places);
  for (const at of all) {
    if (steps[at]?.type === 'any') all.add(at + 1);
  }
  return all;
}

/** Null if a bracket is not closed. */
function stepsOf(pattern: string): readonly Step[] | null {
  const steps: Step[] = [];
  // eslint-disable-next-line regexp/no-super-linear-move -- a pattern is short
  const tokens = pattern.match(/\[!?\]?[^\]]*\]|./gsu) ?? [];
  for (const token of tokens) {
    if (token === '*') steps.push({ type: 'any' });
    else if (token === '?') steps.push({ type: 'one', is: () => true });
    else if (token === '[') return null;
    else steps.push({ type: 'one', is: token.length > 1 ? classOf(token) : (char) => char === token });
  }
  return steps;
}

function classOf(token: string): (char: string) => boolean {
  const inner = token.slice(1, -1);
  const negated = inner.startsWith('!') && inner.length > 1;
  const ranges = (negated ? inner.slice(1) : inner).match(/.-.|./gsu) ?? [];
  const isListed = (char: string) =>
    ranges.some((range) =>
      range.length === 3 && range[1] === '-'
        ? char >= (range[0] ?? '') && char <= (range[2] ?? '')
        : char === range,
    );
  return (char) => isListed(char) !== negated;
}
