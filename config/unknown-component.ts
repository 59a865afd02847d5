import type { PlainMistake } from './plain.ts';

/** That a name in the file's plain data is none of the `known` components; what is no text is left to the schema. */
export const unknownComponent = (
  name: unknown,
  path: PlainMistake['path'],
  known: readonly string[],
): readonly PlainMistake[] =>
  typeof name !== 'string' || known.includes(name)
    ? []
    : [
        {
          path,
          message: `there is no component ${JSON.stringify(name)}; known: ${[...known].sort().join(', ')}`,
        },
      ];
