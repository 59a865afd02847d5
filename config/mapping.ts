import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { mustBe } from './values.ts';

/** A mapping with only these keys. Zod's strict object reports all unknown keys as one mistake; here each is its own. */
export const mapping = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object(shape, { error: mustBe('a mapping') }).catchall(unknownKey(Object.keys(shape)));

/** Uses `fallback` for a missing value; `key:` with nothing after it counts as missing. */
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

/** Reports a mistake at a path within the checked value; without a path, of the value as a whole. */
export type Tell = (message: string, ...path: readonly PropertyKey[]) => void;

/** The parts of a mapping or list. Parts other than `Right` may be invalid, and then have the value from the file. */
type Parts<T, Right extends PropertyKey = never> = {
  readonly [Key in keyof T]: Key extends Right ? T[Key] : unknown;
};

/**
 * Checks the parts of a mapping or list against each other even if one of them is invalid,
 * so that all mistakes are reported at once. Skipped if one of `right` is invalid.
 */
export const crossChecked = <Schema extends z.ZodType<object>, Right extends keyof z.output<Schema> = never>(
  schema: Schema,
  look: (parts: Parts<z.output<Schema>, Right>, tell: Tell) => void,
  right: readonly Right[] = [],
): Schema =>
  schema.superRefine(
    (parts, context) => {
      look(parts as Parts<z.output<Schema>, Right>, (message, ...path) => {
        context.addIssue({ code: 'custom', path: [...path], message });
      });
    },
    {
      when: ({ issues }) =>
        issues.every(({ path: [part] = [] }) => part !== undefined && !right.some((one) => one === part)),
    },
  );

/** Reports each invalid key as a mistake of its own; `message` says what a key has to be. */
export const keysThat =
  (isRight: (key: string) => boolean, message: string) =>
  (parts: object, tell: Tell): void => {
    for (const key of Object.keys(parts)) {
      if (!isRight(key)) tell(message, key);
    }
  };

export const isName = (text: string): boolean => /^[a-z0-9][a-z0-9-]*$/.test(text);
export const badName = 'a name is made of a-z, 0-9 and -, and does not start with -';
