import { pageProblemsIn } from '../texts/page-problems-in.ts';
import type { Expected } from '../texts/page-problems.ts';
import type { Filter } from './wire.ts';

/** A query parameter is missing or invalid. */
export class BadParameter extends Error {
  override readonly name = 'BadParameter';
  readonly parameter: string;
  readonly expected: Expected;

  constructor(parameter: string, expected: Expected) {
    super(pageProblemsIn('en').parameter(parameter, expected));
    this.parameter = parameter;
    this.expected = expected;
  }
}

/** Returns all values of a query parameter. */
type Values = (name: string) => readonly string[];

const dayMs = 24 * 3_600_000;
/** The range of instants in the log. Within it, PostgreSQL and ISO 8601 write the same digits. */
const [firstInstant, lastInstant] = [
  Date.parse('1000-01-01T00:00:00Z'),
  Date.parse('9999-12-31T23:59:59.999Z'),
];

const mostWords = 200;
const mostComponents = 100;
const mostPeople = 100;

/** An instant from the years 1000 to 9999, epoch ms. Like all functions below, throws `BadParameter`. */
export function instantIn(values: Values, name: string): number {
  const [text = '', another] = values(name);
  const instant = Number(text);
  const isOne = /^-?\d{1,16}$/.test(text) && instant >= firstInstant && instant <= lastInstant;
  if (another === undefined && isOne) return instant;
  throw new BadParameter(name, { code: 'instant' });
}

/** The two ends of a span of at most `days`, epoch ms. */
export function spanIn(
  values: Values,
  [first, last]: readonly [string, string],
  days: number,
): readonly [number, number] {
  const from = instantIn(values, first);
  const to = instantIn(values, last);
  if (from <= to && to - from <= days * dayMs) return [from, to];
  throw new BadParameter(last, { code: 'span', days });
}

export function filterIn(values: Values): Filter {
  return { components: componentsIn(values), words: wordsIn(values) };
}

/** Null if none is given. */
export function componentIn(values: Values): string | null {
  const [name = null, another] = componentsIn(values);
  if (another !== undefined) throw new BadParameter('component', { code: 'component' });
  return name;
}

/** Checks only the form: a component removed from the configuration is still in the log. */
function componentsIn(values: Values): readonly string[] {
  const names = [...new Set(values('component'))];
  if (names.length <= mostComponents && names.every((name) => /^[a-z0-9][a-z0-9-]{0,99}$/.test(name)))
    return names;
  throw new BadParameter('component', { code: 'component' });
}

/** Slack user IDs. */
export function peopleIn(values: Values): readonly string[] {
  const users = [...new Set(values('id'))];
  if (users.length <= mostPeople && users.every((user) => /^[UW][A-Z0-9_]{1,30}$/.test(user))) return users;
  throw new BadParameter('id', { code: 'people', most: mostPeople });
}

function wordsIn(values: Values): string {
  const [words = '', another] = values('words');
  if (another === undefined && words.length <= mostWords) return words.replaceAll('\0', ' ').trim();
  throw new BadParameter('words', { code: 'words', most: mostWords });
}
