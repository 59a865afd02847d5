import { z } from 'zod';
import { bareTicket } from '../../domain/signs/ticket.ts';
import type { Link, Ticket } from '../../domain/signs/ticket.ts';
import type { Logins } from '../logins.ts';
import { partly, reading, unknown } from './api.ts';
import type { Api, Partly } from './api.ts';
import { fieldsOf } from './field-values.ts';
import { addressesIn, checkboxesIn } from './in-text.ts';
import { beSomebody, beSomebodyStill } from './redmine-me.ts';
import type { Tracker } from './tracker.ts';

const named = z.object({ name: z.string() });
const maybeNamed = named.nullish();
const status = z.object({ name: z.string(), is_closed: z.boolean().optional() });
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
    custom_fields: z.array(z.object({ name: z.string(), value: z.unknown() })).optional(),
    relations: z.array(relation).optional(),
  }),
});
type Issue = z.output<typeof issue>['issue'];

const others = z.object({ issues: z.array(z.object({ id: z.number(), status })) });

/** Redmine 4 and later, by its REST API. */
export const redmine = (api: Api, url: string, taken: Logins['taken']): Tracker => ({
  find: (key, parts) =>
    reading(async () => {
      if (!/^\d+$/.test(key)) throw unknown();
      const [isAsked, found] = await Promise.all([
        beSomebodyStill(api, taken),
        api.find(`/issues/${key}.json?include=relations`, issue),
      ]);
      if (found === null) {
        if (!isAsked) await beSomebody(api);
        throw unknown();
      }
      const links = await partly('links', [], () =>
        parts.has('links') ? linksOf(found.issue, api, url) : Promise.resolve({ value: [], unread: {} }),
      );
      const ticket = ticketOf(key, found.issue, links.value, url);
      return { outcome: 'found', ticket: { ...ticket, unread: links.unread } };
    }),
});

function ticketOf(key: string, one: Issue, links: readonly Link[], url: string): Ticket {
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
    status: statusOf(one.status),
    author: one.author?.name ?? null,
    assignee: one.assigned_to?.name ?? null,
    components: one.category ? [one.category.name] : [],
    ...known,
    links,
    checkboxes: checkboxesIn(text),
    text,
    pages: addressesIn([text, ...Object.values(known.fields).flat().map(String)].join('\n')),
  };
}

/** Which of its statuses are about work that has begun, Redmine does not tell. */
const statusOf = (of: z.output<typeof status>): Ticket['status'] => ({
  name: of.name,
  category: of.is_closed === true ? 'done' : null,
});

/** As they read from the other end. */
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
): Promise<Partly<readonly Link[]>> {
  if (relations.length === 0) return { value: [], unread: {} };
  const of = relations.map(({ issue_id: from, issue_to_id: to, relation_type: type }) => ({
    other: from === id ? to : from,
    type: from === id ? type.replaceAll('_', ' ') : (inverse[type] ?? type),
  }));
  const ids = of.map(({ other }) => other).join(',');
  const { issues } = await api.get(`/issues.json?status_id=*&limit=100&issue_id=${ids}`, others);
  const statuses = new Map(issues.map((one) => [one.id, statusOf(one.status)]));
  const links = of.map(({ other, type }) => ({
    type,
    key: String(other),
    url: `${url}/issues/${other}`,
    status: statuses.get(other) ?? null,
  }));
  return { value: links, unread: {} };
}
