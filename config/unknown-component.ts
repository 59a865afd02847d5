import type { PlainMistake } from './plain.ts';

/** So many are named of what there is. */
const mostNamed = 50;

/** That a name in the file's plain data is none of the `known` components; what is no text is left to the schema. */
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
