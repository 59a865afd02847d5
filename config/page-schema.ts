import { z } from 'zod';
import type { PageKind, PageSettings } from '../domain/settings.ts';
import { byKind } from './by-kind.ts';
import { mapping, optional } from './mapping.ts';
import * as value from './values.ts';

const variable = optional(value.variable.nullable(), null);
const common = { matches: value.pageAddress, userEnv: variable, passwordEnv: variable, tokenEnv: variable };

/** A user comes with a password or a token; a token may come alone. */
const kind = <Kind extends PageKind, Shape extends z.ZodRawShape>(name: Kind, more: Shape) =>
  mapping({ kind: z.literal(name), ...common, ...more }).superRefine((given, context) => {
    const has = (key: keyof typeof common) => (given as Readonly<Record<string, unknown>>)[key] !== null;
    const issue = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message });
    };
    if (has('passwordEnv') && has('tokenEnv')) issue('tokenEnv', 'stands beside passwordEnv; one is enough');
    else if (has('userEnv') ? !has('passwordEnv') && !has('tokenEnv') : has('passwordEnv'))
      issue('userEnv', 'belongs together with passwordEnv or tokenEnv');
  });

const schemas = {
  http: kind('http', {}),
  mediawiki: kind('mediawiki', { api: optional(value.httpAddress.nullable(), null) }),
  confluence: kind('confluence', { cloudId: optional(value.words.nullable(), null) }),
  dokuwiki: kind('dokuwiki', {}),
};

/** Pages of the web by their addresses, and how they are read. */
export const page = byKind('kind', schemas).transform((given): PageSettings => ({
  api: null,
  cloudId: null,
  ...given,
}));
