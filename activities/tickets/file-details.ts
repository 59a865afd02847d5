import { z } from 'zod';
import { mapping, optional } from '../../config/mapping.ts';
import { isMapping, mappingOf } from '../../config/plain.ts';
import { mustBe, textAs } from '../../config/values.ts';
import type { Path } from '../../config/yaml-text.ts';
import { keysOf } from '../../domain/keys-of.ts';
import { statusCategories } from '../../domain/signs/ticket.ts';
import type { Change, FieldValue, TicketPart, Scalar, Status, Ticket } from '../../domain/signs/ticket.ts';

type Entry = Readonly<Record<string, unknown>>;

const text = z.string({ error: mustBe('a text') });
const maybe = optional(text.nullable(), null);

/** Null: neither true nor false. All scalars in the file are read as text. */
function booleanOf(said: string): boolean | null {
  const word = said.toLowerCase();
  return word === 'true' || (word === 'false' ? false : null);
}
const flag = textAs('true or false', booleanOf);
/** Whether a text is empty or one of YAML's forms of null. */
export const isNothing = (said: string): boolean => ['', '~', 'null'].includes(said.trim().toLowerCase());
/** Splits a comma-separated list of names. */
export const namesIn = (said: string): readonly string[] =>
  isNothing(said)
    ? []
    : said
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');

const texts = optional(
  z.union([text, z.array(text)], { error: mustBe('a list of texts') }).transform((given) => [given].flat()),
  [],
);
const instant = z.string().transform((said, context): number => {
  const ms = Date.parse(said);
  if (!Number.isNaN(ms)) return ms;
  context.addIssue(mustBe('a time such as 2026-01-02T16:00:00Z')({ input: said }));
  return z.NEVER;
});

const category = z.enum(statusCategories, { error: mustBe(`one of ${statusCategories.join(', ')}`) });
const status = z
  .union([text, mapping({ name: text, category: optional(category.nullable(), null) })], {
    error: mustBe('a text, or a mapping with a name and a category'),
  })
  .transform((given): Status | null => {
    if (typeof given !== 'string') return given;
    // `status: done` also sets the category.
    const known = category.safeParse(given.toLowerCase());
    return given === '' ? null : { name: given, category: known.success ? known.data : null };
  });

const approval = z
  .union(
    [
      text,
      mapping({
        by: text,
        commit: maybe,
        at: optional(instant.nullable(), null),
        stale: optional(flag, false),
      }),
    ],
    { error: mustBe('a name, or a mapping with by, commit, at and stale') },
  )
  .transform((given) =>
    typeof given === 'string' ? { by: given, commit: null, at: null, stale: false } : given,
  );

const pipelines = ['passed', 'failed', 'running', 'none', 'unknown'] as const;
const change = mapping({
  name: maybe,
  title: maybe,
  url: maybe,
  state: optional(z.enum(['open', 'merged', 'closed'], { error: mustBe('open, merged or closed') }), 'open'),
  draft: optional(flag, false),
  author: maybe,
  approvals: optional(z.array(approval, { error: mustBe('a list of approvals') }), []),
  commit: maybe,
  lastCommitAt: optional(instant.nullable(), null),
  pipeline: optional(z.enum(pipelines, { error: mustBe(`one of ${pipelines.join(', ')}`) }), 'none'),
  openThreads: optional(z.coerce.number().nullable(), null),
  paths: texts,
}).transform(({ name, title, commit, ...rest }): Change => ({
  ...rest,
  name: name ?? title ?? rest.url ?? 'change',
  title: title ?? '',
  headCommit: commit,
}));

const link = mapping({ type: text, key: text, url: maybe, status: optional(status, null) });
const checkboxes = z
  .record(z.string(), flag, { error: mustBe('a mapping of texts to true or false') })
  .transform((all) => Object.entries(all).map(([name, checked]) => ({ text: name, checked })));

type ReadElsewhere = 'url' | 'project' | 'author' | 'assignee' | 'components' | 'fields';
/** The parts that an entry may have in addition to its signs. A mistake in one is reported only to those who ask for that part. */
const schemas: { readonly [P in Exclude<TicketPart, ReadElsewhere>]: z.ZodType<Ticket[P]> } = {
  kind: maybe,
  status: optional(status, null),
  labels: texts.transform((all) => all.flatMap(namesIn)),
  links: optional(z.array(link, { error: mustBe('a list of links') }), []),
  checkboxes: optional(checkboxes, []),
  text: optional(text, ''),
  changes: optional(z.array(change, { error: mustBe('a list of changes') }), []),
  pages: texts,
};

/** `mistake` words what is wrong at a path of the entry, in one line for people. */
export function detailsOf(entry: Entry, mistake: (path: Path, message: string) => string): Partial<Ticket> {
  const values: Record<string, unknown> = {};
  const unread: Partial<Record<TicketPart, string>> = {};
  for (const part of keysOf(schemas)) {
    // A mistake here does not fail the ticket: before version 1.1 these keys had no meaning, and files may use them for something else.
    const found = schemas[part].safeParse(entry[part] === '' ? undefined : entry[part]);
    if (found.success) values[part] = found.data;
    const [issue] = found.error?.issues ?? [];
    if (issue === undefined) continue;
    const path = [part, ...issue.path];
    unread[part] = mistake(path, `${path.join('.')} ${issue.message}`);
  }
  const { fields = null } = entry;
  const isEmpty = typeof fields === 'string' ? isNothing(fields) : fields === null;
  if (!isEmpty && !isMapping(fields)) {
    const words = mustBe('a mapping of names to values')({ input: fields });
    unread.fields = mistake(['fields'], `fields ${words}`);
  }
  return {
    project: nameIn(entry, 'project'),
    author: nameIn(entry, 'author'),
    assignee: nameIn(entry, 'assignee'),
    ...fieldsOf(entry),
    ...values,
    unread,
  };
}

const nameIn = (entry: Entry, key: string): string | null => {
  const name = entry[key];
  return typeof name === 'string' && name !== '' ? name : null;
};

/** Every key of the entry is also a field. A value of another form is reported as unread, except in a part that has a schema. */
function fieldsOf(entry: Entry): Pick<Ticket, 'fields' | 'unreadFields'> {
  const { fields, ...others } = entry;
  const all = Object.entries({ ...others, ...mappingOf(fields) }).map(
    ([name, given]) => [name, valueOf(given)] as const,
  );
  const unreadFields = all.flatMap(([name, read]) =>
    read === undefined && !Object.hasOwn(schemas, name) ? [name] : [],
  );
  return {
    fields: Object.fromEntries(all.flatMap(([name, read]) => (read === undefined ? [] : [[name, read]]))),
    ...(unreadFields.length === 0 ? {} : { unreadFields }),
  };
}

/** Undefined if the value has a form that is not supported. */
function valueOf(given: unknown): FieldValue | undefined {
  if (given === null || typeof given === 'string') return scalarOf(given);
  if (!Array.isArray(given) || !given.every((one) => typeof one === 'string')) return undefined;
  return given.map(scalarOf).filter((one) => one !== null);
}

function scalarOf(text: string | null): Scalar | null {
  if (text === null || isNothing(text)) return null;
  return booleanOf(text) ?? (String(Number(text)) === text ? Number(text) : text);
}
