import { z } from 'zod';
import { clipped } from '../../domain/signs/finding.ts';
import { iso } from '../../domain/iso.ts';
import type { WatchSource } from '../../domain/watch/check.ts';
import type { Http } from '../../http/http.ts';
import { Api } from '../tickets/api.ts';
import type { AnsweredRequest } from '../tickets/api.ts';
import { secretOf } from '../tickets/credential.ts';
import { asking } from './asking.ts';
import { noCourse } from './source.ts';
import type { Source } from './source.ts';

type SentrySource = Extract<WatchSource, { kind: 'sentry' }>;

const issues = z.array(
  z.object({ shortId: z.string(), title: z.string(), firstSeen: z.iso.datetime({ offset: true }) }),
);

const mostNamed = 5;
/** How many issue IDs the state of a watch carries. */
const mostKnown = 100;

/** The unresolved issues of a project that were first seen since the release started. */
export const sentrySource = (
  { url, organization, tokenEnv }: SentrySource,
  http: Http,
  env: NodeJS.ProcessEnv,
): Source => ({
  remembers: false,
  course: noCourse,
  read: (check, { since }) =>
    asking(async () => {
      // It counts only what is new since a start.
      if (check.kind !== 'sentry' || since === null) return { says: 'nothing', reason: '' };
      const headers = { authorization: `Bearer ${await secretOf(tokenEnv ?? '', env)}` };
      const api = new Api(http, { base: `${url}/api/0`, headers, credential: tokenEnv });
      const search = new URLSearchParams({
        query: `is:unresolved firstSeen:>=${iso(since).slice(0, 19)}`,
        statsPeriod: '14d',
        ...(check.environment === null ? {} : { environment: check.environment }),
      });
      const project = `${encodeURIComponent(organization)}/${encodeURIComponent(check.project)}`;
      const { items } = await api.list(`/projects/${project}/issues/?${search.toString()}`, issues, nextPage);
      const own = items
        .filter(({ firstSeen }) => Date.parse(firstSeen) >= since)
        .sort((one, other) => Date.parse(other.firstSeen) - Date.parse(one.firstSeen));
      const named = own.slice(0, mostNamed).map(({ shortId, title }) => clipped(`${shortId}: ${title}`));
      const ids = own.slice(0, mostKnown).map(({ shortId }) => shortId);
      return { says: 'found', count: own.length, named, ids };
    }),
});

/** Sentry always names a next page; `results` says whether it has items. */
const nextPage = ({ headers }: AnsweredRequest): string | null =>
  /<([^<>]+)>;\s*rel="next";\s*results="true"/.exec(headers.get('link') ?? '')?.[1] ?? null;
