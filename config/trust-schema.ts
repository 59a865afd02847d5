import { z } from 'zod';
import { scopes } from '../domain/command/scope.ts';
import type { Scope } from '../domain/command/scope.ts';
import type { IssuerKind, TrustSettings } from '../domain/trust.ts';
import { byKind, oneOrMore } from './by-kind.ts';
import { identityTokens } from './identity-tokens.ts';
import { badName, isName, keysThat, mapping, optional, crossChecked } from './mapping.ts';
import { listOf } from './plain.ts';
import * as value from './values.ts';

/** The same as for the name of a token. */
const longestName = 63;

const single = z
  .union([z.string().regex(/^\S+$/).max(500), z.int(), z.boolean()], {
    error: value.mustBe('a text without spaces, a number, true or false'),
  })
  .transform(String);
const claim = oneOrMore(
  single,
  value.mustBe('what the claim has to be, or a list of what it may be'),
  'must name at least one value',
);

const ofServices = scopes.filter((one): one is Exclude<Scope, 'approve'> => one !== 'approve');
const scope = z.enum(ofServices, {
  error: ({ input }) =>
    input === 'approve'
      ? 'cannot be given: a service never gives the "good", a user alone does'
      : value.mustBe(`one of ${ofServices.join(', ')}`)({ input }),
});

const trustOf = (kind: IssuerKind) => {
  const { issuer, repository, binding, others } = identityTokens[kind];
  const names = [repository, ...binding, ...others];
  const claims = crossChecked(
    mapping({
      ...Object.fromEntries(names.map((name) => [name, claim.optional()])),
      sub: z
        .undefined({ error: `is not taken apart, its form changes: name ${repository}, environment and ref` })
        .optional(),
    }),
    (given, tell) => {
      const has = (name: string) => (given as Readonly<Record<string, unknown>>)[name] !== undefined;
      if (!has(repository))
        tell(`must name ${repository}: the name of a repository can pass to somebody else`);
      if (!binding.some(has)) tell(`must name one of ${binding.join(', ')}: else any branch may deploy`);
      for (const [index, ref] of (kind === 'github' ? refsIn(given) : []).entries()) {
        if (typeof ref === 'string' && !/^(refs\/|\*)/.test(ref))
          tell(`must be a whole ref, such as refs/heads/${ref}`, 'ref', index);
      }
    },
  );
  return mapping({
    kind: z.literal(kind),
    issuer: optional(value.issuer, issuer),
    audience: value.words.refine((text) => !isOfOthers(text, issuer), {
      error:
        'must be one of your own, such as the address of this dobrobot: tokens for that one go to others, too',
    }),
    claims,
    scopes: z
      .array(scope, { error: value.mustBe('a list of scopes') })
      .min(1, { error: 'must name at least one' }),
    components: optional(
      z
        .array(value.componentName, { error: value.mustBe('a list of components') })
        .min(1)
        .nullable(),
      null,
    ),
  });
};

const refsIn = (given: object): readonly unknown[] => ('ref' in given ? listOf(given.ref) : []);

/** Whether an audience is one that tokens have by default, so that others receive such tokens, too. */
const isOfOthers = (audience: string, issuer: string): boolean =>
  audience === issuer || /^https:\/\/(github|gitlab)\.com(\/|$)/.test(audience);

/** Pipelines whose identity tokens are accepted, by the names of the services that they act as. */
export const trust = crossChecked(
  z.record(z.string(), byKind('kind', { github: trustOf('github'), gitlab: trustOf('gitlab') }), {
    error: value.mustBe('a mapping of pipelines by the names of the services that they act as'),
  }),
  keysThat(
    (name) => isName(name) && name.length <= longestName,
    `${badName}; it has at most ${longestName} characters`,
  ),
).transform((all) =>
  Object.entries(all).map(([name, { claims, ...one }]): TrustSettings => ({
    ...one,
    name,
    claims: written(claims),
  })),
);

const written = (claims: object): TrustSettings['claims'] =>
  Object.fromEntries(
    Object.entries(claims as Readonly<Record<string, readonly string[] | undefined>>).flatMap(
      ([name, values]) => (values === undefined ? [] : [[name, values] as const]),
    ),
  );
