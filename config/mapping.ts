import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { mustBe } from './values.ts';

/** A mapping with these keys only. Zod's own strict object reports all unknown keys as one; here each is its own mistake. */
export const mapping = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object(shape, { error: mustBe('a mapping') }).catchall(unknownKey(Object.keys(shape)));

/** `fallback` for what is not there; `key:` with nothing behind it is not there. */
export const optional = <Schema extends z.ZodType>(schema: Schema, fallback: z.output<Schema>) =>
  schema.nullish().transform((given) => given ?? fallback);

/** An optional mapping whose keys are all optional. */
export const optionalMapping = <Shape extends z.ZodRawShape>(shape: Shape) => {
  const schema = mapping(shape);
  return optional(schema, schema.parse({}));
};

const unknownKey = (known: string[]) =>
  z.unknown().refine(() => false, {
    error: ({ path }) => {
      const key = String(path?.at(-1));
      const nearest = closest(key, known);
      const isTypo = distance(key.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, nearest.length / 3);
      return `unknown key; ${isTypo ? `did you mean ${nearest}?` : `known: ${known.join(', ')}`}`;
    },
  });

/** Makes each key that is not right a mistake of its own; `message` says what it has to be. */
export const keysThat =
  (isRight: (key: string) => boolean, message: string) =>
  (given: object, context: z.RefinementCtx): void => {
    for (const key of Object.keys(given)) {
      if (!isRight(key)) context.addIssue({ code: 'custom', path: [key], message });
    }
  };

export const isName = (text: string): boolean => /^[a-z0-9][a-z0-9-]*$/.test(text);
export const badName = 'a name is made of a-z, 0-9 and -, and does not start with -';
