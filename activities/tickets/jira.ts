import { z } from 'zod';
import { bareTicket } from '../../domain/signs/ticket.ts';
import type { Link, Status, StatusCategory, Ticket } from '../../domain/signs/ticket.ts';
import { failures } from '../../texts/http.ts';
import { cannotTell, partly, reading, unknownTicket } from './api.ts';
import type { Api } from './api.ts';
import { adfText } from './atlassian-document.ts';
import { fieldsOf } from './field-values.ts';
import { addressesIn, checkboxesIn } from './in-text.ts';
import { askJira } from './ask-jira.ts';
import { changesOf } from './jira-development.ts';

import type { Tracker } from './tracker.ts';

const named = z.object({ name: z.string() });
const person = z.object({ displayName: z.string() }).nullish();
const status = z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }).nullish() });
const linked = z.object({ key: z.string(), fields: z.object({ status: status.nullish() }).nullish() });
const issue = z.object({
  id: z.string(),
  key: z.string(),
  /** The names of the fields, by field ID. */
  names: z.record(z.string(), z.string()).nullish(),
  /** The types of the fields, by field ID. */
  schema: z.record(z.string(), z.looseObject({ custom: z.string().optional() })).nullish(),
  fields: z.looseObject({
    summary: z.string(),
    description: z.unknown().optional(),
    issuetype: named,
    status,
    project: z.object({ key: z.string() }).nullish(),
    creator: person,
    reporter: person,
    assignee: person,
    labels: z.array(z.string()).nullish(),
    components: z.array(named).nullish(),
    issuelinks: z
      .array(
        z.object({
          type: z.object({ inward: z.string(), outward: z.string() }),
          inwardIssue: linked.nullish(),
          outwardIssue: linked.nullish(),
        }),
      )
      .nullish(),
  }),
});
type Issue = z.output<typeof issue>;

const remoteLinks = z.array(z.object({ object: z.object({ url: z.string() }) }));
export interface JiraKind {
  /** The address that people use, not that of the API. */
  readonly url: string;
  /** `/rest/api/3` in Jira Cloud, `/rest/api/2` in Data Center. */
  readonly path: string;
  readonly credential: string;
}

/** The path of the REST API, in Cloud or Data Center. */
export function jiraPath({
  url,
  cloudId,
}: {
  readonly url: string;
  readonly cloudId: string | null;
}): string {
  const isCloud = cloudId !== null || new URL(url).hostname.endsWith('.atlassian.net');
  return isCloud ? '/rest/api/3' : '/rest/api/2';
}

/** The reader for Jira Cloud and Data Center. */
export const jira = (api: Api, { url, path, credential }: JiraKind): Tracker => {
  const asked = <T>(at: string, schema: z.ZodType<T>): Promise<T | null> =>
    askJira(api, credential, at, schema);

  /** Jira answers 404 both for an issue that does not exist and for one that is not visible. */
  const notThere = async (key: string): Promise<Error> => {
    const project = key.replace(/-\d+$/, '');
    const [me, seen] = await Promise.all([
      asked(`${path}/myself`, z.object({ displayName: z.string() })),
      asked(`${path}/project/${project}`, z.object({ id: z.string() })),
    ]);
    if (me === null) return cannotTell(failures.status(api.origin, 404));
    return seen === null ? cannotTell(failures.notSeen(api.origin, `project ${project}`)) : unknownTicket();
  };

  return {
    find: (key, parts) =>
      reading(async () => {
        if (!/^[A-Z][A-Z0-9_]*-\d+$/.test(key)) throw unknownTicket();
        const at = `${path}/issue/${key}`;
        const [found, remote] = await Promise.all([
          asked(`${at}?fields=*all&expand=names,schema`, issue),
          partly('pages', [], async () => ({
            value: parts.has('pages') ? ((await asked(`${at}/remotelink`, remoteLinks)) ?? []) : [],
            unread: {},
          })),
        ]);
        if (found === null) throw await notThere(key);
        const pages = remote.value.map(({ object }) => object.url);
        const changed = await partly('changes', [], () =>
          parts.has('changes') ? changesOf(found, api) : Promise.resolve({ value: [], unread: {} }),
        );
        const ticket = { ...ticketOf(key, found, pages, url), changes: changed.value };
        const unnamed = found.names ? {} : { fields: 'it does not tell what its fields are called' };
        const unread = { ...unnamed, ...remote.unread, ...changed.unread };
        return { outcome: 'found', ticket: { ...ticket, unread } };
      }),
  };
};

function ticketOf(
  key: string,
  { key: now, fields, names }: Issue,
  remote: readonly string[],
  url: string,
): Ticket {
  const text = typeof fields.description === 'string' ? fields.description : adfText(fields.description);
  return {
    ...bareTicket(key),
    title: fields.summary,
    // The present key: a moved issue has a new one.
    url: `${url}/browse/${now}`,
    project: fields.project?.key ?? null,
    kind: fields.issuetype.name,
    status: statusOf(fields.status),
    author: fields.creator?.displayName ?? fields.reporter?.displayName ?? null,
    assignee: fields.assignee?.displayName ?? null,
    labels: fields.labels ?? [],
    components: (fields.components ?? []).map(({ name }) => name),
    ...fieldsOf(
      Object.entries(fields).flatMap(([id, value]) => {
        const name = names?.[id];
        return name === undefined ? [] : [[name, value] as const];
      }),
    ),
    links: (fields.issuelinks ?? []).flatMap((link) => linkOf(link, url)),
    checkboxes: checkboxesIn(text),
    text,
    pages: [...new Set([...remote, ...addressesIn(text)])],
  };
}

const categories: Readonly<Record<string, StatusCategory>> = {
  new: 'todo',
  indeterminate: 'in progress',
  done: 'done',
};

const statusOf = ({ name, statusCategory }: z.output<typeof status>): Status => ({
  name,
  category: categories[statusCategory?.key ?? ''] ?? null,
});

function linkOf(
  { type, inwardIssue, outwardIssue }: NonNullable<Issue['fields']['issuelinks']>[number],
  url: string,
): readonly Link[] {
  const other = outwardIssue ?? inwardIssue;
  if (!other) return [];
  const now = other.fields?.status;
  return [
    {
      type: outwardIssue ? type.outward : type.inward,
      key: other.key,
      url: `${url}/browse/${other.key}`,
      status: now ? statusOf(now) : null,
    },
  ];
}
