import { z } from 'zod';
import { mapped, expressionError } from '../../domain/signs/expression.ts';
import { clipped } from '../../domain/signs/finding.ts';
import { reasonOf } from '../../domain/reason-of.ts';
import { bareTicket, statusCategories } from '../../domain/signs/ticket.ts';
import type { Link, TicketPart, Ticket } from '../../domain/signs/ticket.ts';
import type { TicketMapping } from '../../domain/trackers.ts';
import { failures } from '../../texts/http.ts';
import { cannotTell, reading, unknownTicket } from './api.ts';
import type { Api } from './api.ts';
import { fieldsOf } from './field-values.ts';
import { addressesIn, checkboxesIn } from './in-text.ts';
import type { Tracker } from './tracker.ts';

/** The longest list that expressions search. An answer with a longer one is refused. */
const longestList = 2000;

const text = z.union([z.string(), z.number()]).transform(String);
/** An empty string counts as absent, because both branches of a `?` in an expression must have the same type. */
const maybe = text.nullish().transform((given) => (given === undefined || given === '' ? null : given));
const texts = z
  .union([text, z.array(text)])
  .nullish()
  .transform((given) => (given === null || given === undefined ? [] : [given].flat()));
const link = z.object({
  type: text,
  key: text,
  url: maybe,
  status: maybe,
  statusCategory: maybe,
  issue: z.unknown().optional(),
});
const links = z
  .array(z.union([link, z.array(link)]))
  .nullish()
  .transform((all) => (all ?? []).flat());
const namedValues = z.union([
  z.array(z.object({ name: z.string(), value: z.unknown().optional() })),
  z
    .record(z.string(), z.unknown())
    .transform((all) => Object.entries(all).map(([name, value]) => ({ name, value }))),
]);

export interface HttpKind {
  /** Relative to the base, with `{key}`. */
  readonly path: string;
  /** A path with `{project}` that exists if the project is visible. Null: a ticket that is not found counts as unknown. */
  readonly projectPath: string | null;
  readonly mapping: TicketMapping;
}

/** A tracker with any JSON API. Configured expressions pick the parts of a ticket from its answers. */
export const httpTracker = (api: Api, { path, projectPath, mapping }: HttpKind): Tracker => ({
  find: (key) =>
    reading(async () => {
      const answer = await api.ask(path.replaceAll('{key}', encodeURIComponent(key)));
      if (api.text(answer) === null) throw await notThere(key, projectPath, api);
      const body = api.read(answer, z.unknown());
      if (hasLongList(body))
        throw cannotTell(failures.field(api.origin, 'a list', `has more than ${longestList} items`));
      return { outcome: 'found', ticket: ticketOf(key, body, mapping, api.origin) };
    }),
});

async function notThere(key: string, projectPath: string | null, api: Api): Promise<Error> {
  if (projectPath === null) return unknownTicket();
  const project = key.replace(/[-#]\d+$/, '');
  const seen = await api.find(projectPath.replaceAll('{project}', encodeURIComponent(project)), z.unknown());
  return seen === null ? cannotTell(failures.notSeen(api.origin, `project ${project}`)) : unknownTicket();
}

function hasLongList(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > longestList || value.some(hasLongList);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasLongList);
}

function ticketOf(key: string, body: unknown, mapping: TicketMapping, origin: string): Ticket {
  const unread: Partial<Record<TicketPart, string>> = {};
  const read = <T>(name: string, expression: string | undefined, schema: z.ZodType<T>): T => {
    const value = expression === undefined ? undefined : valueOf(expression, body, name, origin);
    const found = schema.safeParse(value);
    if (found.success) return found.data;
    throw cannotTell(failures.field(origin, name, clipped(found.error.issues[0]?.message ?? 'is wrong')));
  };
  const part = <T>(name: TicketPart, empty: T, of: () => T): T => {
    try {
      return of();
    } catch (error) {
      unread[name] = reasonOf(error);
      return empty;
    }
  };
  const words = part('text', '', () => read('text', mapping.text, maybe) ?? '');
  return {
    ...bareTicket(key),
    title: read('title', mapping.title, text),
    url: part('url', null, () => read('url', mapping.url, maybe)),
    project: part('project', null, () => read('project', mapping.project, maybe)),
    kind: part('kind', null, () => read('kind', mapping.kind, maybe)),
    status: part('status', null, () =>
      statusOf(read('status', mapping.status, maybe), read('statusCategory', mapping.statusCategory, maybe)),
    ),
    author: part('author', null, () => read('author', mapping.author, maybe)),
    assignee: part('assignee', null, () => read('assignee', mapping.assignee, maybe)),
    labels: part('labels', [], () => read('labels', mapping.labels, texts)),
    components: part('components', [], () => read('components', mapping.components, texts)),
    ...part('fields', { fields: {} }, () => fieldsOf(entriesOf(mapping, body, origin))),
    checkboxes: checkboxesIn(words),
    text: words,
    pages: part('pages', [], () => [...read('pages', mapping.pages, texts), ...addressesIn(words)]),
    links: part('links', [], () =>
      read('links', mapping.links, links).map((one) => linkOf(one, mapping, origin)),
    ),
    unread,
    neverRead: unmapped(mapping),
  };
}

/** Only these two: any other unmapped part counts as empty, since perhaps no ticket has it, and the presets look there as well. */
const unmapped = ({ status, links: ofLinks }: TicketMapping): NonNullable<Ticket['neverRead']> => ({
  ...(status === undefined ? { status: 'the configuration does not say where it stands' } : {}),
  ...(ofLinks === undefined ? { links: 'the configuration does not say where they stand' } : {}),
});

function linkOf(
  { type, key, url, status, statusCategory, issue }: z.output<typeof link>,
  mapping: TicketMapping,
  origin: string,
): Link {
  const ofIssue = (name: 'status' | 'statusCategory') => {
    const expression = mapping[name];
    return issue === undefined || expression === undefined
      ? null
      : (maybe.safeParse(valueOf(expression, issue, name, origin)).data ?? null);
  };
  const known = statusOf(ofIssue('status'), ofIssue('statusCategory'));
  return { type, key, url, status: known ?? statusOf(status, statusCategory) };
}

function valueOf(expression: string, body: unknown, name: string, origin: string): unknown {
  try {
    return mapped(expression, body);
  } catch (error) {
    throw cannotTell(failures.field(origin, name, `cannot be found (${clipped(expressionError(error))})`));
  }
}

function statusOf(given: string | null, said: string | null): Ticket['status'] {
  const category = statusCategories.find((one) => one === said?.toLowerCase()) ?? null;
  const name = given ?? category;
  return name === null ? null : { name, category };
}

function entriesOf(
  { fields }: TicketMapping,
  body: unknown,
  origin: string,
): readonly (readonly [string, unknown])[] {
  if (fields === undefined) return [];
  if (typeof fields !== 'string') {
    return Object.entries(fields).map(([name, expression]) => [
      name,
      valueOf(expression, body, `fields.${name}`, origin),
    ]);
  }
  const found = namedValues.safeParse(valueOf(fields, body, 'fields', origin));
  if (found.success) return found.data.map(({ name, value }) => [name, value]);
  throw cannotTell(failures.field(origin, 'fields', 'are neither a map nor a list of {name, value}'));
}
