import { z } from 'zod';
import { bareTicket } from '../../domain/signs/ticket.ts';
import type { Link, Status, Ticket } from '../../domain/signs/ticket.ts';
import type { Logins } from '../logins.ts';
import { partly, reading, unknownTicket } from './api.ts';
import type { Api, Partly } from './api.ts';
import { fieldsOf } from './field-values.ts';
import { addressesIn, checkboxesIn } from './in-text.ts';
import { findByKey } from './redmine-key.ts';
import type { Tracker } from './tracker.ts';

const named = z.object({ name: z.string() });
const maybeNamed = named.nullish();
const status = z.object({ name: z.string(), is_closed: z.boolean().nullish() });
type StatusSaid = z.output<typeof status>;
const statuses = z.object({ issue_statuses: z.array(status) });
const relation = z.object({ issue_id: z.number(), issue_to_id: z.number(), relation_type: z.string() });

const issue = z.object({
  issue: z.object({
    id: z.number(),
    subject: z.string(),
    description: z.string().nullish(),
    project: named,
    tracker: named,
    status,
    priority: maybeNamed,
    author: maybeNamed,
    assigned_to: maybeNamed,
    category: maybeNamed,
    fixed_version: maybeNamed,
    custom_fields: z.array(z.object({ name: z.string(), value: z.unknown().optional() })).optional(),
    relations: z.array(relation).optional(),
  }),
});
type Issue = z.output<typeof issue>['issue'];

const others = z.object({ issues: z.array(z.object({ id: z.number(), status })) });

/** The reader for Redmine 4 and later, by its REST API. */
export const redmine = (api: Api, url: string, taken: Logins['taken']): Tracker => ({
  find: (key, parts) =>
    reading(async () => {
      if (!/^\d+$/.test(key)) throw unknownTicket();
      const found = await findByKey(api, taken, `/issues/${key}.json?include=relations`, issue);
      if (found === null) throw unknownTicket();
      const { issue: one } = found;
      const told = statusesOf(api);
      const [status, links] = await Promise.all([
        parts.has('status') ? told(one.status) : statusOf(one.status),
        partly('links', [], () =>
          parts.has('links') ? linksOf(one, api, url, told) : Promise.resolve({ value: [], unread: {} }),
        ),
      ]);
      const ticket = { ...ticketOf(key, one, url), status, links: links.value };
      return { outcome: 'found', ticket: { ...ticket, unread: links.unread } };
    }),
});

function ticketOf(key: string, one: Issue, url: string): Ticket {
  const text = one.description ?? '';
  const known = fieldsOf([
    ['Priority', one.priority],
    ['Target version', one.fixed_version],
    ...(one.custom_fields ?? []).map(({ name, value }) => [name, value] as const),
  ]);
  return {
    ...bareTicket(key),
    title: one.subject,
    url: `${url}/issues/${one.id}`,
    project: one.project.name,
    kind: one.tracker.name,
    author: one.author?.name ?? null,
    assignee: one.assigned_to?.name ?? null,
    components: one.category ? [one.category.name] : [],
    ...known,
    checkboxes: checkboxesIn(text),
    text,
    pages: addressesIn([text, ...Object.values(known.fields).flat().map(String)].join('\n')),
  };
}

/** Redmine does not say which statuses mean that work has begun. */
const statusOf = ({ name, is_closed: isClosed }: StatusSaid): Status => ({
  name,
  category: isClosed === true ? 'done' : null,
});

/** Before Redmine 5 an issue does not say whether its status is a closed one. Then all statuses are read, once. */
function statusesOf(api: Api): (said: StatusSaid) => Promise<Status> {
  let asked: Promise<Partly<readonly StatusSaid[]>> | null = null;
  return async (said) => {
    if (typeof said.is_closed === 'boolean') return statusOf(said);
    asked ??= partly('status', [], async () => ({
      value: (await api.get('/issue_statuses.json', statuses)).issue_statuses,
      unread: {},
    }));
    const { value, unread } = await asked;
    const known = value.find(({ name }) => name === said.name);
    if (typeof known?.is_closed === 'boolean') return statusOf(known);
    const reason = `it does not tell whether ${said.name} is a closed status`;
    return { ...statusOf(said), categoryUnread: unread.status ?? reason };
  };
}

/** The names of relations as seen from the other issue. */
const inverse: Readonly<Record<string, string>> = {
  duplicates: 'duplicated by',
  blocks: 'blocked by',
  precedes: 'follows',
  copied_to: 'copied from',
};

async function linksOf(
  { id, relations = [] }: Issue,
  api: Api,
  url: string,
  told: (said: StatusSaid) => Promise<Status>,
): Promise<Partly<readonly Link[]>> {
  if (relations.length === 0) return { value: [], unread: {} };
  const of = relations.map(({ issue_id: from, issue_to_id: to, relation_type: type }) => ({
    other: from === id ? to : from,
    type: from === id ? type.replaceAll('_', ' ') : (inverse[type] ?? type),
  }));
  const ids = of.map(({ other }) => other).join(',');
  const { issues } = await api.get(`/issues.json?status_id=*&limit=100&issue_id=${ids}`, others);
  const known = new Map(
    await Promise.all(issues.map(async (one) => [one.id, await told(one.status)] as const)),
  );
  const links = of.map(({ other, type }) => ({
    type,
    key: String(other),
    url: `${url}/issues/${other}`,
    status: known.get(other) ?? null,
  }));
  return { value: links, unread: {} };
}
