import type { Pipeline } from '../messages/pipeline.ts';
import type { Evidence } from '../release/evidence.ts';

/** The commit that a release brought to production. */
export interface Commit {
  readonly sha: string;
  /** The beginning of the pages that compare two commits of its repository; null if that is not known. */
  readonly compareAt: string | null;
}

/** What the pipeline that starts it says; else the change of its evidence that was merged last. Null if neither tells for certain. */
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

/** From the address of a run, a pull request or a merge request: of GitHub and Gitea, or of GitLab. */
function comparePages(url: string | null): string | null {
  const [, gitlab] = /^(https?:\/\/\S+?)\/-\/(?:merge_requests|pipelines|jobs)\/\d+/.exec(url ?? '') ?? [];
  if (gitlab !== undefined) return `${gitlab}/-/compare/`;
  const [, other] =
    /^(https?:\/\/[^/\s]+\/\S+?\/[^/\s]+)\/(?:pulls?|actions\/runs)\/\d+/.exec(url ?? '') ?? [];
  return other === undefined ? null : `${other}/compare/`;
}

/** The page that shows what came in between; null unless both are of one repository that is known. */
export function compareLink(before: Commit | null, after: Commit | null): string | null {
  if (before?.compareAt == null || before.compareAt !== after?.compareAt || before.sha === after.sha)
    return null;
  return `${before.compareAt}${before.sha}...${after.sha}`;
}

/** What the facts of a start say; null if nothing. */
export function commitIn(facts: object): Commit | null {
  if (!('commit' in facts) || typeof facts.commit !== 'object' || facts.commit === null) return null;
  const { sha, compareAt } = facts.commit as Partial<Commit>;
  return typeof sha === 'string'
    ? { sha, compareAt: typeof compareAt === 'string' ? compareAt : null }
    : null;
}
