/** A character of a pattern: any number of any, any one, or one of those that are listed. */
type Step = { readonly type: 'any' } | { readonly type: 'one'; readonly is: (char: string) => boolean };

/** In characters. */
export const longestPattern = 100;

/** What is wrong with a pattern of keys; null if nothing is. */
export function patternMistake(pattern: string): string | null {
  if (pattern.length > longestPattern) return `must be at most ${longestPattern} characters long`;
  return stepsOf(pattern) === null ? 'has a [ without its ]' : null;
}

/**
 * Whether a pattern of `*` (any characters), `?` (one), `[abc]`, `[a-z]` and `[!0-9]` (one of these, or none of these) fits the whole of a
 * key, upper and lower case alike. It takes as long as key and pattern multiplied.
 */
export function isTaken(key: string, pattern: string): boolean {
  const steps = stepsOf(pattern.toUpperCase());
  if (steps === null) return false;
  const chars = Array.from(key.toUpperCase());
  let [at, step] = [0, 0];
  // Where the last `*` began, and how far it has reached.
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

/** Whether a pattern takes one of `PREFIX-1`, `PREFIX-2` and so on, whatever the number. */
export function takesNumbered(prefix: string, pattern: string): boolean {
  const steps = stepsOf(pattern.toUpperCase());
  if (steps === null) return false;
  const chars = Array.from(prefix.toUpperCase());
  return takesNumber(
    chars.reduce((from, char) => placesAfter(from, char, steps), passing([0], steps)),
    steps,
  );
}

/** Whether it takes `-1`, `-2` or so on from one of these places. */
function takesNumber(from: ReadonlySet<number>, steps: readonly Step[]): boolean {
  let reached = placesAfter(placesAfter(from, '-', steps), '123456789', steps);
  for (let known = 0; known < reached.size;) {
    known = reached.size;
    reached = new Set([...reached, ...placesAfter(reached, '0123456789', steps)]);
  }
  return reached.has(steps.length);
}

const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

/** So many ways through a pattern are followed; of one that has more, nobody says that it takes every key. */
const mostWays = 100;

/** The same of every prefix of as many letters: such a pattern stands for keys in general. */
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

/** The places in a pattern at which one may be after one of the characters. */
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

/** With the places after each `*`, which may stand for nothing. */
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
