import { z } from 'zod';
import { patternMistake } from '../domain/key-pattern.ts';
import { mapping, optional } from './mapping.ts';
import * as value from './values.ts';

const keys = z
  .string({ error: value.mustBe('a pattern of keys, such as "PAY-*" (a number in quotes)') })
  .min(1, { error: 'is empty; it must be a pattern of keys, such as "PAY-*"' })
  .superRefine((pattern, context) => {
    const mistake = patternMistake(pattern);
    if (mistake !== null) context.addIssue(mistake);
  });

const common = { keys: optional(keys, '*') };

/** What each kind of tracker has to say. */
const schemas = {
  file: mapping({
    tracker: z.literal('file'),
    ...common,
    file: value.filePath,
    linkTemplate: value.linkTemplate,
  }),
};
export type TrackerFile = z.output<(typeof schemas)[keyof typeof schemas]>;

const kinds = Object.keys(schemas) as readonly (keyof typeof schemas)[];
const kind = z.enum(kinds, {
  error: value.mustBe(
    kinds.length === 1 ? `${kinds.join()}, the only tracker for now` : `one of ${kinds.join(', ')}`,
  ),
});

const isMapping = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

/** Reads by a schema that depends on what is there; its mistakes become those of the whole. */
function readBy<T>(schema: z.ZodType<T>, given: unknown, context: z.RefinementCtx): T {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
}

const tracker = z.unknown().transform((given, context): TrackerFile => {
  const named = isMapping(given) ? kind.safeParse(given['tracker']) : null;
  // What else is wrong is told by the kind that is there without a word.
  const schema: z.ZodType<TrackerFile> = schemas[named?.success ? named.data : 'file'];
  if (named !== null && !named.success) {
    readBy(mapping({ tracker: kind }).catchall(z.unknown()), given, context);
  }
  return readBy(
    schema,
    named?.success === false ? { ...(given as object), tracker: 'file' } : given,
    context,
  );
});

const trackers = z
  .record(z.string(), tracker)
  .refine((all) => Object.keys(all).length > 0, { error: 'must name at least one tracker' })
  .superRefine((all, context) => {
    for (const name of Object.keys(all)) {
      if (/^[a-z0-9][a-z0-9-]*$/.test(name)) continue;
      const message = 'a name is made of a-z, 0-9 and -, and does not start with -';
      context.addIssue({ code: 'custom', path: [name], message });
    }
  });

/** One tracker says what it is; several stand under names. */
export const isOneTracker = (given: unknown): boolean =>
  !isMapping(given) || 'tracker' in given || !Object.values(given).some(isMapping);

/** The trackers by their names, in order; one alone is called `tickets`. */
export const tickets = z.unknown().transform((given, context): Readonly<Record<string, TrackerFile>> => {
  if (!isOneTracker(given)) return readBy(trackers, given, context);
  if (isMapping(given)) return { tickets: readBy(tracker, given, context) };
  context.addIssue(value.mustBe('a mapping')({ input: given }));
  return z.NEVER;
});
