/** Decides which identity tokens of pipelines are trusted, and what they say about a pipeline. Pure. */
import type { Scope } from './command/scope.ts';
import { readPipeline } from './messages/pipeline.ts';
import type { Pipeline } from './messages/pipeline.ts';

export const issuerKinds = ['github', 'gitlab'] as const;
export type IssuerKind = (typeof issuerKinds)[number];

/** Pipelines that may act as `service:NAME`. */
export interface TrustSettings {
  readonly name: string;
  readonly kind: IssuerKind;
  /** Exactly as in their tokens. */
  readonly issuer: string;
  readonly audience: string;
  /** The accepted values of each claim. In `ref` a `*` matches any characters. */
  readonly claims: Readonly<Record<string, readonly string[]>>;
  readonly scopes: readonly Scope[];
  /** Null: all of them. */
  readonly components: readonly string[] | null;
}

/** Whether a text looks like an identity token: three base64 parts, which no other token has. */
export const isIdentity = (text: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text);

/** The claims of an identity token whose signature and times were checked. */
export type Claims = Readonly<Record<string, unknown>>;

/** The verdict on a token: the first setting that matches, or the claims that differ from the closest one. */
export type Judged =
  | { readonly trusted: true; readonly trust: TrustSettings }
  | { readonly trusted: false; readonly claims: readonly string[] };

/** `all`: the settings of the token's issuer. */
export function judge(claims: Claims, all: readonly TrustSettings[]): Judged {
  const judged = all.map((trust) => ({ trust, wrong: wrongIn(claims, trust) }));
  const good = judged.find(({ wrong }) => wrong.length === 0);
  if (good !== undefined) return { trusted: true, trust: good.trust };
  const [nearest] = judged.toSorted((a, b) => a.wrong.length - b.wrong.length);
  return { trusted: false, claims: nearest?.wrong ?? ['iss'] };
}

/** Whether these claims, from this pipeline, would still be given the same name, scopes and components. */
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

/** The claim that says what triggered the pipeline. */
const causeIn: Readonly<Record<IssuerKind, string>> = { github: 'event_name', gitlab: 'pipeline_source' };

/** Triggers of pipelines that run code which is only proposed. Trusted only if the settings list them. */
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

/**
 * Whether the pipeline may run code that is only proposed. A child pipeline may belong to a merge request, whose branch somebody else
 * named; only a protected ref rules that out.
 */
const mayPropose = (cause: string | null, claims: Claims): boolean =>
  cause === null ||
  proposes.test(cause) ||
  (cause === 'parent_pipeline' && claimText(claims['ref_protected']) !== 'true');

/**
 * Whether a tag could pass for a branch: in GitLab both have plain names, and more people may be allowed to create tags. GitHub's full refs
 * tell them apart.
 */
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

/** Claims as text: GitLab sends `"true"`, GitHub sends numbers as strings. */
const claimText = (claim: unknown): string | null =>
  typeof claim === 'string' || typeof claim === 'number' || typeof claim === 'boolean' ? String(claim) : null;

/** Unlike ticket keys, refs are case-sensitive. */
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

/** The server with the repositories of an issuer. GitHub issues tokens from a separate host. */
function serverOf(kind: IssuerKind, issuer: string): string {
  if (kind === 'gitlab') return issuer;
  const { protocol, host } = new URL(issuer);
  if (host === 'token.actions.githubusercontent.com') return 'https://github.com';
  return `${protocol}//${host.replace(/^token\.actions\./, '')}`;
}
