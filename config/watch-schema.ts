import { z } from 'zod';
import { severityNames } from '../domain/watch/check.ts';
import { byKind } from './by-kind.ts';
import { headers } from './headers.ts';
import { badName, isName, keysThat, mapping, optional, crossChecked } from './mapping.ts';
import * as value from './values.ts';

const variable = optional(value.variable.nullable(), null);

const prometheus = crossChecked(
  mapping({
    kind: z.literal('prometheus'),
    url: value.httpAddress,
    ...{ tokenEnv: variable, userEnv: variable, passwordEnv: variable },
    headers,
  }),
  ({ tokenEnv, userEnv, passwordEnv }, tell) => {
    if (tokenEnv !== null && passwordEnv !== null)
      tell('stands beside passwordEnv; one is enough', 'tokenEnv');
    else if ((userEnv === null) !== (passwordEnv === null))
      tell('belongs together with passwordEnv', 'userEnv');
  },
);

const source = byKind('kind', {
  prometheus,
  zabbix: mapping({ kind: z.literal('zabbix'), url: value.httpAddress, tokenEnv: value.variable }),
  sentry: mapping({
    kind: z.literal('sentry'),
    url: optional(value.httpAddress, 'https://sentry.io'),
    organization: value.words,
    tokenEnv: value.variable,
  }),
});

/** The sources of watched values, by name. */
export const watchSources = crossChecked(
  z.record(z.string(), source, { error: value.mustBe('a mapping of sources by their names') }),
  keysThat(isName, badName),
);

const limit = z.number({ error: value.mustBe('a number') }).nullish();

/** Which keys are allowed depends on the source: see `watch-mistakes.ts`. */
const check = mapping({
  name: value.words,
  source: value.words,
  times: optional(value.count, 1),
  query: value.query.nullish(),
  ...{ above: limit, below: limit },
  worseThanBefore: z
    .number({ error: value.mustBe('a number above 0, such as 1.5') })
    .positive({ error: 'must be a number above 0, such as 1.5' })
    .nullish(),
  group: value.words.nullish(),
  severity: z.enum(severityNames, { error: value.mustBe(`one of ${severityNames.join(', ')}`) }).nullish(),
  ...{ project: value.words.nullish(), environment: value.words.nullish() },
});
export type WrittenCheck = z.output<typeof check>;

/** How the releases of a component are watched. */
export const componentWatch = mapping({
  for: optional(value.duration, 15 * 60_000),
  every: optional(value.duration, 30_000),
  holdLock: optional(value.flag, false),
  checks: z
    .array(check, { error: value.mustBe('a list of checks') })
    .min(1, { error: 'must have at least one check' }),
});
