import { z } from 'zod';
import { keysOf } from '../domain/keys-of.ts';
import { mapping } from './mapping.ts';
import { isMapping } from './plain.ts';
import { mustBe } from './values.ts';

/** Parses with a schema that is chosen by the data. Its mistakes become mistakes of the enclosing value. */
export function readBy<T>(schema: z.ZodType<T>, given: unknown, context: z.RefinementCtx): T {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
}

/** Parses a list with `list`, so that each wrong item is reported by itself; anything else with `whole`. */
export const listOr = <T>(list: z.ZodType<T>, whole: z.ZodType<T>) =>
  z.unknown().transform((given, context): T => readBy(Array.isArray(given) ? list : whole, given, context));

/** Accepts one value or a list of at least one; returns a list. `error` is the message for anything else. */
export function oneOrMore<T extends string | number | boolean>(
  one: z.ZodType<T>,
  error: string | ReturnType<typeof mustBe>,
  atLeastOne = 'must have at least one value',
) {
  const list = z.array(one).min(1, { error: atLeastOne });
  const either = z.union([one, list], { error });
  return listOr<readonly T[]>(
    list,
    either.transform((given) => (Array.isArray(given) ? given : [given])),
  );
}

/** A mapping whose schema is chosen by its key `name`. */
export function byKind<Schemas extends Readonly<Record<string, z.ZodType>>>(name: string, schemas: Schemas) {
  type Read = z.output<Schemas[keyof Schemas]>;
  const kinds = keysOf(schemas) as (keyof Schemas & string)[];
  const kind = z.enum(kinds, { error: mustBe(`one of ${kinds.join(', ')}`) });
  // Other mistakes are reported once the kind is valid.
  const kindAlone = mapping({ [name]: kind })
    .catchall(z.unknown())
    .pipe(z.never());
  return z.unknown().transform((given, context): Read => {
    const named = isMapping(given) ? kind.safeParse(given[name]) : null;
    if (!named?.success) return readBy<Read>(kindAlone, given, context);
    return readBy<Read>(schemas[named.data] as unknown as z.ZodType<Read>, given, context);
  });
}
