import type { PlainMistake } from './plain.ts';

/** With more components than this, the message gives only their number. */
const mostNamed = 50;

/** Reports a name that is not among the `known` components. The schema reports values that are not texts. */
export const unknownComponent = (
  name: unknown,
  path: PlainMistake['path'],
  known: ReadonlySet<string>,
): readonly PlainMistake[] =>
  typeof name !== 'string' || known.has(name)
    ? []
    : [{ path, message: `there is no component ${JSON.stringify(name)}; known: ${namesOf(known)}` }];

const namesOf = (known: ReadonlySet<string>): string =>
  known.size > mostNamed ? `${known.size} others` : [...known].sort().join(', ');
