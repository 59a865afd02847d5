import type { Pipeline } from '../messages/pipeline.ts';
import type { Evidence } from '../release/evidence.ts';

/** The commit that a release brought to production. */
export interface Commit {
  readonly sha: string;
  /** How the addresses of pages that compare two commits of its repository begin; null if not known. */
  readonly compareAt: string | null;
}

/** The commit that the starting pipeline names, else the last merged change in the evidence. Null if neither is certain. */
export function commitOf(
  pipeline: Pipeline | null | undefined,
  evidences: readonly Evidence[],
): Commit | null {
  if (pipeline?.sha != null) return { sha: pipeline.sha, compareAt: comparePages(pipeline.url) };
  const landed = evidences.flatMap(changesIn).sort((a, b) => b.at - a.at);
  const [last] = landed;
  const isOneRepository = landed.every(({ compareAt }) => compareAt === last?.compareAt);
  return last === undefined || !isOneRepository ? null : { sha: last.sha, compareAt: last.compareAt };
}

const changesIn = (evidence: Evidence): readonly (Commit & { readonly at: number })[] =>
  Object.values(evidence).flatMap((found) => {
    if (typeof found !== 'object' || found?.outcome !== 'passed') return [];
    return found.shown.flatMap(({ fact, url }) =>
      fact.fact === 'change' && fact.landed
        ? [{ sha: fact.landed.commit, at: fact.landed.at, compareAt: comparePages(url) }]
        : [],
    );
  });

/**
 * Derives `compareAt` from the address of a run, a pull request or a merge request on GitHub, Gitea or GitLab. Null for any other address.
 */
function comparePages(url: string | null): string | null {
  const [, gitlab] = /^(https?:\/\/\S+?)\/-\/(?:merge_requests|pipelines|jobs)\/\d+/.exec(url ?? '') ?? [];
  if (gitlab !== undefined) return `${gitlab}/-/compare/`;
  const [, other] =
    /^(https?:\/\/[^/\s]+\/\S+?\/[^/\s]+)\/(?:pulls?|actions\/runs)\/\d+/.exec(url ?? '') ?? [];
  return other === undefined ? null : `${other}/compare/`;
}

/** The page that shows the changes between two commits; null unless they are different commits of one known repository. */
export function compareLink(before: Commit | null, after: Commit | null): string | null {
  if (before?.compareAt == null || before.compareAt !== after?.compareAt || before.sha === after.sha)
    return null;
  return `${before.compareAt}${before.sha}...${after.sha}`;
}

/** The commit in the facts of a start, or null. */
export function commitIn(facts: object): Commit | null {
  if (!('commit' in facts) || typeof facts.commit !== 'object' || facts.commit === null) return null;
  const { sha, compareAt } = facts.commit as Partial<Commit>;
  return typeof sha === 'string'
    ? { sha, compareAt: typeof compareAt === 'string' ? compareAt : null }
    : null;
}
