import { z } from 'zod';
import { mappingMistake } from '../domain/signs/expression.ts';
import { byKind, oneOrMore } from './by-kind.ts';
import { badName, isName, keysThat, mapping, optional, crossChecked } from './mapping.ts';
import * as value from './values.ts';

const someVariables = oneOrMore(
  value.variable,
  value.mustBe('the name of an environment variable, or a list of such names; the secrets stand there'),
);

const names = z.array(value.componentName, { error: value.mustBe('a list of components') }).min(1, {
  error: 'must name at least one component',
});

const expression = z
  .string({ error: value.mustBe('an expression over `body`, in quotes') })
  .superRefine((text, context) => {
    const mistake = mappingMistake(text);
    if (mistake !== null) context.addIssue(mistake);
  })
  .nullish()
  .transform((given) => given ?? undefined);

const header = z
  .string({ error: value.mustBe('the name of an HTTP header') })
  .regex(/^[A-Za-z0-9-]+$/, { error: 'must be the name of an HTTP header' });

const common = { secretEnv: someVariables, as: optional(value.service.nullable(), null) };
const ofReleases = { ...common, components: optional(names.nullable(), null) };
const environments = optional(
  z.record(z.string(), names, { error: value.mustBe('a mapping of environments to lists of components') }),
  {},
);
const ofAlerts = {
  ...common,
  labels: optional(z.array(value.words, { error: value.mustBe('a list of labels') }), [
    'component',
    'service',
  ]),
  names: optional(
    z.record(z.string(), value.componentName, {
      error: value.mustBe('a mapping of what a label says to the name of a component'),
    }),
    {},
  ),
};

const variable = optional(value.variable.nullable(), null);
/** The GitHub App that answers waiting deployments. */
const app = crossChecked(
  mapping({
    appId: optional(value.appId.nullable(), null),
    appIdEnv: variable,
    privateKeyEnv: value.variable,
    url: optional(value.httpAddress, 'https://github.com'),
  }),
  ({ appId, appIdEnv }, tell) => {
    if ((appId === null) !== (appIdEnv === null)) return;
    tell(appId === null ? 'is missing, or appIdEnv is' : 'stands beside appIdEnv; one is enough', 'appId');
  },
);

const hook = byKind('kind', {
  standard: mapping({
    kind: z.literal('standard'),
    ...ofReleases,
    environments,
    payload: mapping({
      ...{ event: expression, ticket: expression, component: expression },
      ...{ environment: expression, deployment: expression, reason: expression },
    }).nullish(),
  }),
  github: mapping({
    kind: z.literal('github'),
    ...ofReleases,
    environments,
    app: optional(app.nullable(), null),
  }),
  gitlab: mapping({ kind: z.literal('gitlab'), ...ofReleases, environments }),
  gitea: mapping({ kind: z.literal('gitea'), ...ofReleases }),
  jira: mapping({ kind: z.literal('jira'), ...ofReleases }),
  alertmanager: mapping({ kind: z.literal('alertmanager'), ...ofAlerts }),
  grafana: mapping({
    kind: z.literal('grafana'),
    ...ofAlerts,
    signatureHeader: optional(header, 'X-Grafana-Alerting-Signature'),
    timestampHeader: optional(header.nullable(), null),
  }),
});

/** Hooks by name: where other programs report what they do. */
export const hooks = crossChecked(
  z.record(z.string(), hook, { error: value.mustBe('a mapping of hooks by their names') }),
  keysThat(isName, badName),
);
