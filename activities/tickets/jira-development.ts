import { z } from 'zod';
import { nothingMore } from '../../domain/signs/ticket.ts';
import type { Change } from '../../domain/signs/ticket.ts';
import type { Api, Partly } from './api.ts';

const summary = z.object({
  summary: z.object({
    pullrequest: z
      .object({ byInstanceType: z.record(z.string(), z.object({ count: z.number() })) })
      .nullish(),
  }),
});
type Summary = z.output<typeof summary>;
const detail = z.object({
  detail: z.array(
    z.object({
      pullRequests: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          url: z.string(),
          status: z.string(),
          author: z.object({ name: z.string() }).nullish(),
        }),
      ),
    }),
  ),
});

/** The parts of an issue that concern its development. */
export interface DevelopedIssue {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly schema?: Readonly<Record<string, { readonly custom?: string | undefined }>> | null | undefined;
}

const at = '/rest/dev-status/latest/issue';

/** What Jira shows under "Development". It includes neither approvals nor the last commit. */
export async function changesOf(issue: DevelopedIssue, api: Api): Promise<Partly<readonly Change[]>> {
  // Not every Jira has this API, and it does not accept scoped tokens.
  const told = summaryIn(issue) ?? (await api.find(`${at}/summary?issueId=${issue.id}`, summary));
  if (told === null) return { value: [], unread: {} };
  const kinds = Object.entries(told.summary.pullrequest?.byInstanceType ?? {}).filter(
    ([, { count }]) => count > 0,
  );
  const details = await Promise.all(
    kinds.map(([kind]) =>
      api.get(
        `${at}/detail?issueId=${issue.id}&applicationType=${encodeURIComponent(kind)}&dataType=pullrequest`,
        detail,
      ),
    ),
  );
  const changes = details.flatMap(({ detail: all }) =>
    all.flatMap(({ pullRequests }) => pullRequests.map(changeOf)),
  );
  return { value: changes, unread: {} };
}

const developmentField = 'com.atlassian.jira.plugins.jira-development-integration-plugin:devsummarycf';
const cached = z.object({ cachedValue: summary, isStale: z.literal(false) });

/**
 * The summary in the issue's own field "Development". Its value is `{}` if there is nothing,
 * otherwise the string form of a Java object that ends with JSON. Null if the issue has no
 * such field, or one that is stale or unreadable: then the API of the panel is asked.
 */
function summaryIn({ fields, schema }: DevelopedIssue): Summary | null {
  const [id] = Object.entries(schema ?? {}).find(([, { custom }]) => custom === developmentField) ?? [];
  const value = id === undefined ? undefined : fields[id];
  if (value === '{}') return { summary: {} };
  if (typeof value !== 'string') return null;
  const at = value.search(/(?<=\b(?:json|devSummaryJson)=)\{/);
  return at >= 0 && value.endsWith('}}') ? jsonIn(value.slice(at, -1)) : null;
}

function jsonIn(json: string): Summary | null {
  try {
    return cached.safeParse(JSON.parse(json)).data?.cachedValue ?? null;
  } catch {
    return null;
  }
}

type Pull = z.output<typeof detail>['detail'][number]['pullRequests'][number];

const changeOf = ({ id, name, url, status: said, author }: Pull): Change => ({
  name: id,
  title: name,
  url,
  state: said === 'MERGED' ? 'merged' : said === 'DECLINED' ? 'closed' : 'open',
  draft: said === 'DRAFT',
  author: author?.name ?? null,
  ...nothingMore,
});
