/** Nonsense, and valid plain data with something else at a place or two. */
import fc from 'fast-check';
import { longestName } from '../../domain/messages/bounds.ts';
import { anyText } from './any-text.ts';

/** Names at the limits: in characters, in bytes, and of halves of a character that UTF-8 does not have. */
const oddNames = [
  ...['', ' ', 'x'.repeat(longestName), '\u4f60'.repeat(longestName), '\u{1f680}'.repeat(longestName / 2)],
  ...['\ud800', 'x\udfff', `release:\ud800`, 'release:', 'lock:', `lock:${'\u4f60'.repeat(longestName - 5)}`],
];
const anyUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));
const oddText = fc.oneof(
  anyText,
  fc.constantFrom(...oddNames),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: anyUnit, maxLength: 40 }),
);

export const odd = fc.oneof(
  fc.jsonValue(),
  oddText,
  fc.constantFrom<unknown>(null, true, -1, 0.5, 1e308, 8.64e15, 'U_ANN', 'service:ci', [], {}, '__proto__'),
);
export const emptyOrOdd = fc.oneof(fc.constantFrom<unknown>([], {}, [{}]), odd);

/** As Temporal's client writes it; what has no JSON is left out. */
export function jsonOf(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  return text ?? 'null';
}

const emptied = (value: unknown): unknown => {
  if (Array.isArray(value)) return [];
  if (typeof value === 'object' && value !== null) return {};
  return typeof value === 'string' ? '' : 0;
};

/** The item with another first text, so that each is one of its own. */
function numbered(item: unknown, n: number): unknown {
  if (typeof item === 'string') return `${item}${n}`;
  if (typeof item !== 'object' || item === null) return item;
  const [key, text] = Object.entries(item).find(([, inner]) => typeof inner === 'string') ?? [];
  return key === undefined ? item : { ...item, [key]: `${text as string}${n}` };
}

/** A list or a text repeated until it has so many bytes as JSON. */
const lengthened = (bytes: number, isNumbered: boolean) => (value: unknown) => {
  const times = Math.max(1, Math.floor(bytes / (jsonOf(value).length + 6)));
  if (typeof value === 'string') return value.repeat(times);
  if (!Array.isArray(value)) return value;
  const items: readonly unknown[] = value;
  return Array.from({ length: times }, (_, n) =>
    isNumbered ? items.map((item) => numbered(item, n)) : items,
  ).flat();
};

interface Change {
  readonly at: (of: unknown) => readonly string[];
  readonly change: (value: unknown) => unknown;
}

/** The place that some steps lead to: each chooses a field or item of the last. */
const walked =
  (steps: readonly number[]) =>
  (of: unknown): readonly string[] => {
    const [step, ...rest] = steps;
    if (step === undefined || typeof of !== 'object' || of === null) return [];
    const inner = Object.entries(of);
    const [key, next] = inner[step % inner.length] ?? [];
    return key === undefined ? [] : [key, ...walked(rest)(next)];
  };

/** Every place within a value, as a path; the first is the whole. */
function placesIn(of: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof of !== 'object' || of === null) return [path];
  return [path, ...Object.entries(of).flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}
const valueAt = (of: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], of);
const filledList = (of: unknown) => Array.isArray(of) && of.length > 0;

const at = fc.oneof(
  fc.array(fc.nat(), { minLength: 1, maxLength: 6 }).map(walked),
  fc.constant(() => []),
  fc.nat().map((which) => (of: unknown) => {
    const places = placesIn(of);
    return places[which % places.length] ?? [];
  }),
);
const put = fc.oneof(
  { weight: 4, arbitrary: odd.map((value) => () => value) },
  { weight: 2, arbitrary: fc.constant(emptied) },
  { weight: 1, arbitrary: fc.constant(() => undefined) },
);
/** One of the texts in it. */
const textIn =
  (which: number) =>
  (of: unknown): readonly string[] => {
    const texts = placesIn(of).filter((path) => typeof valueAt(of, path) === 'string');
    return texts[which % texts.length] ?? [];
  };
/** One of the lists in it that are not empty; without any, one of the texts. */
const longer =
  (which: number) =>
  (of: unknown): readonly string[] => {
    const lists = placesIn(of).filter((path) => filledList(valueAt(of, path)));
    return lists[which % lists.length] ?? textIn(which)(of);
  };
/** Most lists are short, some have up to a megabyte. */
const bytes = fc.double({ min: 2, max: 6, noNaN: true }).map((digits) => 10 ** digits);
const lengthen = fc
  .tuple(fc.nat(), bytes, fc.boolean())
  .map(([which, size, isNumbered]): Change => ({ at: longer(which), change: lengthened(size, isNumbered) }));
const rename = fc
  .tuple(fc.nat(), fc.constantFrom(...oddNames))
  .map(([which, name]): Change => ({ at: textIn(which), change: () => name }));
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ at, change: put }) },
  { weight: 3, arbitrary: rename },
  { weight: 1, arbitrary: lengthen },
);

function withAt(of: unknown, [key, ...rest]: readonly string[], change: Change['change']): unknown {
  if (key === undefined) return change(of);
  const copy = structuredClone(of) as Record<string, unknown>;
  return Object.assign(copy, { [key]: withAt(copy[key], rest, change) });
}

/** A valid value with up to two changes. */
export const bentFrom = (valid: unknown): fc.Arbitrary<unknown> =>
  fc
    .array(anyChange, { maxLength: 2 })
    .map((changes) => changes.reduce((value, one) => withAt(value, one.at(value), one.change), valid));
