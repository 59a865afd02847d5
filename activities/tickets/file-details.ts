import { z } from 'zod';
import { mapping, optional } from '../../config/mapping.ts';
import { mustBe } from '../../config/values.ts';
import type { Path } from '../../config/yaml-text.ts';
import { keysOf } from '../../domain/keys-of.ts';
import { statusCategories } from '../../domain/signs/ticket.ts';
import type { Change, FieldValue, Part, Scalar, Status, Ticket } from '../../domain/signs/ticket.ts';

type Entry = Readonly<Record<string, unknown>>;

const text = z.string({ error: mustBe('a text') });
const maybe = optional(text.nullable(), null);
/** Every scalar of the file is a text. */
const flag = z
  .enum(['true', 'false'], { error: mustBe('true or false') })
  .transform((said) => said === 'true');
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
    // `status: done` is the category, too.
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

/** The parts that an entry may have besides its signs; a mistake in one is told to whom asks for that. */
const schemas: { readonly [P in Exclude<Part, 'components' | 'fields'>]: z.ZodType<Ticket[P]> } = {
  kind: maybe,
  status: optional(status, null),
  labels: texts,
  links: optional(z.array(link, { error: mustBe('a list of links') }), []),
  checkboxes: optional(checkboxes, []),
  text: optional(text, ''),
  changes: optional(z.array(change, { error: mustBe('a list of changes') }), []),
  pages: texts,
};

/** `mistake` gives the line for people of what is wrong at a place. */
export function detailsOf(entry: Entry, mistake: (path: Path, message: string) => string): Partial<Ticket> {
  const values: Record<string, unknown> = {};
  const unread: Partial<Record<Part, string>> = {};
  for (const part of keysOf(schemas)) {
    // Before version 1.1 these words meant nothing, and may stand there for other reasons.
    const found = schemas[part].safeParse(entry[part] === '' ? undefined : entry[part]);
    if (found.success) values[part] = found.data;
    const [issue] = found.error?.issues ?? [];
    if (issue === undefined) continue;
    const path = [part, ...issue.path];
    unread[part] = mistake(path, `${path.join('.')} ${issue.message}`);
  }
  return {
    project: nameIn(entry, 'project'),
    author: nameIn(entry, 'author'),
    assignee: nameIn(entry, 'assignee'),
    fields: fieldsOf(entry),
    ...values,
    unread,
  };
}

const nameIn = (entry: Entry, key: string): string | null => {
  const name = entry[key];
  return typeof name === 'string' && name !== '' ? name : null;
};

/** Every word of the entry is a field, too. */
function fieldsOf(entry: Entry): Ticket['fields'] {
  const { fields, ...others } = entry;
  const own = typeof fields === 'object' && fields !== null && !Array.isArray(fields) ? fields : {};
  return Object.fromEntries(
    Object.entries({ ...others, ...own }).flatMap(([name, value]): [string, FieldValue][] => {
      if (value === null || typeof value === 'string') return [[name, scalarOf(value)]];
      if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) return [];
      return [[name, value.map(scalarOf).filter((one) => one !== null)]];
    }),
  );
}

function scalarOf(text: string | null): Scalar | null {
  if (text === null || ['', '~', 'null'].includes(text.toLowerCase())) return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return String(Number(text)) === text ? Number(text) : text;
}
