/** Which identity tokens of pipelines are trusted, and what they say of a pipeline. Pure. */
import type { Scope } from './command/scope.ts';
import { readPipeline } from './messages/pipeline.ts';
import type { Pipeline } from './messages/pipeline.ts';

export const issuerKinds = ['github', 'gitlab'] as const;
export type IssuerKind = (typeof issuerKinds)[number];

/** Pipelines that may act as `service:NAME`. */
export interface TrustSettings {
  readonly name: string;
  readonly kind: IssuerKind;
  /** Exactly as their tokens have it. */
  readonly issuer: string;
  readonly audience: string;
  /** What each claim has to be: one of these. In `ref` a `*` stands for any characters. */
  readonly claims: Readonly<Record<string, readonly string[]>>;
  readonly scopes: readonly Scope[];
  /** Null: all of them. */
  readonly components: readonly string[] | null;
}

/** Whether a text looks like an identity token: three parts in base 64, as no other token has. */
export const isIdentity = (text: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text);

/** What an identity token says, its signature and times checked. */
export type Claims = Readonly<Record<string, unknown>>;

/** What it takes to trust a token: the first that fits, or the claims that keep it from the one that it comes nearest to. */
export type Judged =
  | { readonly trusted: true; readonly trust: TrustSettings }
  | { readonly trusted: false; readonly claims: readonly string[] };

/** `all`: those of the token's issuer. */
export function judge(claims: Claims, all: readonly TrustSettings[]): Judged {
  const judged = all.map((trust) => ({ trust, wrong: wrongIn(claims, trust) }));
  const good = judged.find(({ wrong }) => wrong.length === 0);
  if (good !== undefined) return { trusted: true, trust: good.trust };
  const [nearest] = judged.toSorted((a, b) => a.wrong.length - b.wrong.length);
  return { trusted: false, claims: nearest?.wrong ?? ['iss'] };
}

/** Whether what was given for these claims, by the name of the pipeline, would be given for them now. */
export function stillTrusts(
  trust: readonly TrustSettings[],
  claims: Claims,
  given: Pick<TrustSettings, 'name' | 'scopes' | 'components'>,
): boolean {
  const judged = judge(
    claims,
    trust.filter(({ issuer }) => issuer === claims['iss']),
  );
  if (!judged.trusted) return false;
  const { name, scopes, components } = judged.trust;
  const same = (one: readonly string[] | null, other: readonly string[] | null) =>
    one?.toSorted().join() === other?.toSorted().join();
  return name === given.name && same(scopes, given.scopes) && same(components, given.components);
}

/** What caused the pipeline. */
const causeIn: Readonly<Record<IssuerKind, string>> = { github: 'event_name', gitlab: 'pipeline_source' };

/** Pipelines that run what somebody proposes, or could: trusted only where it is written down. */
const proposes = /^(pull_request|external_pull_request|merge_request)/;

function wrongIn(claims: Claims, { audience, claims: wanted, kind }: TrustSettings): readonly string[] {
  const audiences: readonly unknown[] = [claims['aud']].flat();
  const cause = causeIn[kind];
  const isDoubtful = !(cause in wanted) && mayPropose(claimText(claims[cause]), claims);
  return [
    ...(audiences.includes(audience) ? [] : ['aud']),
    ...(isDoubtful ? [cause] : []),
    ...(isTagForBranch(claims, wanted) ? ['ref_type'] : []),
    ...Object.entries(wanted).flatMap(([name, values]) => (fits(name, claims[name], values) ? [] : [name])),
  ];
}

/** The child of a pipeline may be that of a merge request, whose branch somebody else named; only protected refs have none of those. */
const mayPropose = (cause: string | null, claims: Claims): boolean =>
  cause === null ||
  proposes.test(cause) ||
  (cause === 'parent_pipeline' && claimText(claims['ref_protected']) !== 'true');

/** GitLab calls a tag as it calls a branch, and may let more people make tags. GitHub's whole refs tell them apart. */
const isTagForBranch = (claims: Claims, wanted: TrustSettings['claims']): boolean =>
  'ref' in wanted &&
  !('ref_type' in wanted || 'ref_path' in wanted) &&
  claims['ref_type'] === 'tag' &&
  !String(claims['ref']).startsWith('refs/');

function fits(name: string, claim: unknown, values: readonly string[]): boolean {
  const text = claimText(claim);
  if (text === null) return false;
  return values.some((value) => (name === 'ref' ? isLike(text, value) : text === value));
}

/** GitLab says `"true"`, GitHub says numbers as texts. */
const claimText = (claim: unknown): string | null =>
  typeof claim === 'string' || typeof claim === 'number' || typeof claim === 'boolean' ? String(claim) : null;

/** Unlike keys of tickets, refs differ by upper and lower case. */
function isLike(text: string, pattern: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  let rest = text.slice(first.length, text.length - last.length);
  for (const part of others) {
    const at = rest.indexOf(part);
    if (at === -1) return false;
    rest = rest.slice(at + part.length);
  }
  return true;
}

/** The run that a token was made for. */
export function pipelineOf(claims: Claims, { kind, issuer, name }: TrustSettings): Pipeline {
  const text = (claim: string) => claimText(claims[claim]);
  const [repository, run] =
    kind === 'github' ? [text('repository'), text('run_id')] : [text('project_path'), text('pipeline_id')];
  const path = kind === 'github' ? 'actions/runs' : '-/pipelines';
  const url =
    repository === null || run === null ? null : `${serverOf(kind, issuer)}/${repository}/${path}/${run}`;
  const said = readPipeline({ repository, run, sha: text('sha'), url });
  return { ...(said ?? { repository: null, run: null, sha: null, url: null }), token: name };
}

/** Where the repositories of an issuer are. GitHub's own has a host of its own for tokens. */
function serverOf(kind: IssuerKind, issuer: string): string {
  if (kind === 'gitlab') return issuer;
  const { protocol, host } = new URL(issuer);
  if (host === 'token.actions.githubusercontent.com') return 'https://github.com';
  return `${protocol}//${host.replace(/^token\.actions\./, '')}`;
}
