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

/** The pull requests that refer to an issue, as long as that says that it is as it was. */
export interface KnownPulls {
  readonly updatedAt: string;
  readonly pulls: readonly PullRef[];
}

/** An issue as it was answered. */
export interface IssueSeen {
  readonly updatedAt: string | null;
  /** The server's time of the answer. */
  readonly date: string | null;
}

/** So long nothing has happened to an issue: then nothing has happened between its answer and that about its pull requests. */
const quietMs = 60_000;

/**
 * The pull requests that refer to the issue at a path. What happens to an issue is told by the time of its last change, so they are known
 * as long as that stays.
 */
export function pullsReferring(
  at: string,
  repo: string,
  api: Api,
  known: { get(name: string): KnownPulls | undefined; set(name: string, pulls: KnownPulls): void },
) {
  const name = `${api.asWhom} ${at}`;
  const before = known.get(name);
  // Of one that is not there, this is not there either.
  const read = () => partly('changes', [], () => pullsOf(at, repo, api));
  return {
    /** To be asked for together with the issue; null: they may be known. */
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
