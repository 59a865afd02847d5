import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { keysOf } from '../domain/keys-of.ts';
import { scopeAspects } from '../domain/release/snapshot.ts';
import { signs } from '../domain/settings.ts';
import type { Sign, SignSetting } from '../domain/settings.ts';
import { expressionMistake } from '../domain/signs/expression.ts';
import type { Condition, SignRule } from '../domain/signs/rule.ts';
import { oneOrMore, readBy } from './by-kind.ts';
import { mapping, optional, crossChecked } from './mapping.ts';
import type { Tell } from './mapping.ts';
import * as value from './values.ts';

const texts = oneOrMore(value.words, value.mustBe('a text, or a list of texts'));

const scalar = z.union([z.string().min(1, { error: 'is an empty text' }), z.number(), z.boolean()], {
  error: value.mustBe('a text, a number, true or false'),
});
const scalars = oneOrMore(scalar, value.mustBe('a value, or a list of values'));

const link = mapping({ type: value.words, status: texts.nullish() }).transform(
  ({ type, status }): Condition => ({ kind: 'link', type, status: status ?? null }),
);

const changes = mapping({
  atLeast: optional(value.count, 1),
  approvals: value.wholeNumber.nullish(),
  notByAuthor: optional(value.flag, false),
  afterLastCommit: optional(value.flag, false),
  pipeline: z.literal('passed', { error: value.mustBe('passed') }).nullish(),
  merged: optional(value.flag, false),
}).transform(({ atLeast, approvals, notByAuthor, afterLastCommit, pipeline, merged }): Condition => {
  // Without `approvals`, these two flags imply one: they are conditions on an approval.
  const implied = notByAuthor || afterLastCommit ? 1 : 0;
  const of = { atLeast, approvals: approvals ?? implied, notByAuthor, afterLastCommit, merged };
  return { kind: 'changes', ...of, pipeline: pipeline ?? null };
});

const page = mapping({
  from: mapping({ field: value.words }).nullish(),
  section: value.words.nullish(),
  atLeastChars: optional(value.count, 1),
  known: optional(value.flag, false),
}).transform(({ from, section, atLeastChars, known }): Condition => ({
  kind: 'page',
  from: from ?? null,
  section: section ?? null,
  atLeastChars,
  ...(known ? { known } : {}),
}));

const expression = z
  .string({ error: value.mustBe('an expression over `ticket`, in quotes') })
  .superRefine((text, context) => {
    const mistake = expressionMistake(text);
    if (mistake !== null) context.addIssue(mistake);
  })
  .transform((text): Condition => ({ kind: 'expression', expression: text }));

const nested: z.ZodType<Condition> = z.lazy(() => condition);
const conditions = z
  .array(nested, { error: value.mustBe('a list of rules') })
  .min(1, { error: 'must have at least one rule' });

/** The keys that say what a rule looks at; a rule has exactly one. `is` belongs to `field`. */
const ways = {
  field: z.optional(value.words.transform((field): Condition => ({ kind: 'field', field, is: null }))),
  label: z.optional(value.words.transform((label): Condition => ({ kind: 'label', label }))),
  status: z.optional(texts.transform((status): Condition => ({ kind: 'status', status }))),
  link: z.optional(link),
  checkbox: z.optional(value.words.transform((checkbox): Condition => ({ kind: 'checkbox', checkbox }))),
  changes: z.optional(changes),
  page: z.optional(page),
  expression: z.optional(expression),
  anyOf: z.optional(conditions.transform((of): Condition => ({ kind: 'anyOf', of }))),
  allOf: z.optional(conditions.transform((of): Condition => ({ kind: 'allOf', of }))),
  not: z.optional(nested.transform((of): Condition => ({ kind: 'not', of }))),
};
const wayNames = keysOf(ways);

const shape = { ...ways, is: z.optional(scalars) };
type Given = { readonly [W in keyof typeof ways]?: Condition | undefined } & {
  readonly is?: readonly (string | number | boolean)[] | undefined;
};

/** Does not report a missing way next to an unknown key, which is reported already and may be its misspelling. */
const oneWay =
  (known: object) =>
  (given: { readonly [Key in keyof typeof shape]?: unknown }, tell: Tell): void => {
    const found = wayNames.filter((way) => given[way] !== undefined);
    const isStrange = Object.keys(given).some((key) => !Object.hasOwn(known, key));
    if (found.length === 0 && !isStrange) tell(`must have one of ${wayNames.join(', ')}`);
    if (found.length > 1) tell(`must have only one of ${found.join(', ')}; anyOf and allOf join rules`);
    if (given.is !== undefined && found.length > 0 && given.field === undefined)
      tell('belongs to `field`', 'is');
  };

function toCondition({ is, ...given }: Given): Condition {
  const [only = z.NEVER] = wayNames.flatMap((way) => given[way] ?? []);
  return only.kind === 'field' && is !== undefined ? { ...only, is } : only;
}

const condition: z.ZodType<Condition> = crossChecked(mapping(shape), oneWay(shape)).transform(toCondition);

const ruleShape = {
  ...shape,
  when: z.optional(nested),
  severity: optional(z.enum(['block', 'warn'], { error: value.mustBe('block or warn') }), 'block'),
  message: value.words.nullish(),
};
const rule = crossChecked(mapping(ruleShape), oneWay(ruleShape)).transform(
  ({ when, severity, message, ...given }): SignRule => ({
    condition: toCondition(given),
    when: when ?? null,
    severity,
    message: message ?? null,
  }),
);

/** Undefined if the name of the sign has no value. */
const setting = z.unknown().transform((given, context): SignSetting | undefined => {
  if (given === null) return undefined;
  if (typeof given === 'boolean') return given;
  if (typeof given !== 'object' || Array.isArray(given)) {
    context.addIssue(value.mustBe('true, false or a rule')({ input: given }));
    return z.NEVER;
  }
  return readBy(rule, given, context);
});

/** The settings of the signs by name. */
export const signSettings = crossChecked(
  z.record(z.string(), setting, { error: value.mustBe('a mapping of signs') }),
  (all, tell) => {
    for (const name of Object.keys(all)) {
      const message = nameMistake(name);
      if (message !== null) tell(message, name);
    }
  },
).transform((all): Readonly<Record<Sign, SignSetting>> =>
  Object.fromEntries(
    Object.entries(all).flatMap(([sign, given]) => (given === undefined ? [] : [[sign, given]])),
  ),
);

const reserved: readonly string[] = [...scopeAspects, 'all'];

function nameMistake(name: Sign): string | null {
  if (signs.some((usual) => usual === name)) return null;
  const typo = signs.find(
    (usual) => distance(usual.toLowerCase(), name.toLowerCase()) <= Math.min(2, usual.length / 3),
  );
  if (typo !== undefined) return `unknown key; did you mean ${typo}?`;
  if (reserved.includes(name))
    return 'is the name of something else that is checked; call the sign otherwise';
  return /^\p{L}[\p{L}\p{N} _-]{0,59}$/u.test(name)
    ? null
    : 'a sign is called by letters, digits, spaces, _ and -, a letter first, 60 characters at most';
}

const usual: Readonly<Record<Sign, SignSetting>> = Object.fromEntries(signs.map((sign) => [sign, true]));

/** The signs of all components: the usual ones unless switched off, and the company's own. */
export const allSigns = optional(
  signSettings.transform((given) => ({ ...usual, ...given })),
  usual,
);
