import { z } from 'zod';
import type { PageKind, PageSettings } from '../domain/settings.ts';
import { byKind } from './by-kind.ts';
import { mapping, optional, crossChecked } from './mapping.ts';
import * as value from './values.ts';

const variable = optional(value.variable.nullable(), null);
const common = { matches: value.pageAddress, userEnv: variable, passwordEnv: variable, tokenEnv: variable };

/** A user needs a password or a token; a token may stand alone. */
const kind = <Kind extends PageKind, Shape extends z.ZodRawShape>(name: Kind, more: Shape) =>
  crossChecked(mapping({ kind: z.literal(name), ...common, ...more }), (given, tell) => {
    const has = (key: keyof typeof common) => (given as Readonly<Record<string, unknown>>)[key] !== null;
    if (has('passwordEnv') && has('tokenEnv')) tell('stands beside passwordEnv; one is enough', 'tokenEnv');
    else if (has('userEnv') ? !has('passwordEnv') && !has('tokenEnv') : has('passwordEnv'))
      tell('belongs together with passwordEnv or tokenEnv', 'userEnv');
  });

const schemas = {
  http: kind('http', {}),
  mediawiki: kind('mediawiki', { api: optional(value.httpAddress.nullable(), null) }),
  confluence: kind('confluence', { cloudId: optional(value.words.nullable(), null) }),
  dokuwiki: kind('dokuwiki', {}),
};

/** Web pages by their addresses, and how to read them. */
export const page = byKind('kind', schemas).transform((given): PageSettings => ({
  api: null,
  cloudId: null,
  ...given,
}));
