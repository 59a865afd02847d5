import { z } from 'zod';
import { nextLink, partly } from './api.ts';
import type { Api, Partly } from './api.ts';

const timeline = z
  .array(
    z.object({
      type: z.string(),
      ref_issue: z
        .object({
          number: z.number(),
          pull_request: z.object({}).nullish(),
          repository: z.object({ full_name: z.string() }).nullish(),
        })
        .nullish(),
    }),
  )
  .nullable()
  .transform((events) => events ?? []);

export interface PullRef {
  readonly repo: string;
  readonly number: number;
}

/** The pull requests that refer to an issue. Valid as long as the issue's `updatedAt` stays the same. */
export interface KnownPulls {
  readonly updatedAt: string;
  readonly pulls: readonly PullRef[];
}

/** When an issue was read. */
export interface IssueSeen {
  readonly updatedAt: string | null;
  /** The value of the header `Date`. */
  readonly date: string | null;
}

/** How long an issue must have been unchanged for its pull requests to be cached: then nothing changed between the two requests. */
const quietMs = 60_000;

/**
 * The pull requests that refer to the issue at a path. A new reference updates
 * the issue's time of last change, so they are cached until that changes.
 */
export function pullsReferring(
  at: string,
  repo: string,
  api: Api,
  known: { get(name: string): KnownPulls | undefined; set(name: string, pulls: KnownPulls): void },
) {
  const name = `${api.asWhom} ${at}`;
  const before = known.get(name);
  // If the issue does not exist, this fails, too; the answer about the issue decides.
  const read = () => partly('changes', [], () => pullsOf(at, repo, api));
  return {
    /** The request to send together with that for the issue; null if the cache may have the answer. */
    early: before === undefined ? read() : null,
    async of(
      { updatedAt, date }: IssueSeen,
      early: Partly<readonly PullRef[]> | null,
    ): Promise<Partly<readonly PullRef[]>> {
      if (before !== undefined && before.updatedAt === updatedAt) return { value: before.pulls, unread: {} };
      const found = early ?? (await read());
      const isQuiet =
        updatedAt !== null && date !== null && Date.parse(date) - Date.parse(updatedAt) > quietMs;
      if (isQuiet && found.unread.changes === undefined) known.set(name, { updatedAt, pulls: found.value });
      return found;
    },
  };
}

async function pullsOf(at: string, repo: string, api: Api): Promise<Partly<readonly PullRef[]>> {
  const { items, whole } = await api.list(`${at}/timeline?limit=50`, timeline, nextLink);
  const pulls = items.flatMap(({ type, ref_issue: of }) =>
    type === 'pull_ref' && of?.pull_request
      ? [{ repo: of.repository?.full_name ?? repo, number: of.number }]
      : [],
  );
  const each = [...new Map(pulls.map((of) => [`${of.repo}#${of.number}`, of])).values()];
  return { value: each, unread: whole ? {} : { changes: 'its history is too long' } };
}
