import { z } from 'zod';
import { listOr } from './by-kind.ts';
import { keysThat, mapping, optional, crossChecked } from './mapping.ts';
import type { Tell } from './mapping.ts';
import { mappingOf } from './plain.ts';
import * as value from './values.ts';

const variable = optional(value.variable.nullable(), null);

const someComponents = z.array(value.componentName).min(1, { error: 'must name at least one component' });
/** The components of a freeze; `all` means every critical one. */
export const frozenComponents = listOr<'all' | string[]>(
  someComponents,
  z.union([z.literal('all'), someComponents], {
    error: value.mustBe('all, or a list of critical components'),
  }),
);

/** What an event freezes, by words in its title; `*` is for all other events. */
const components = crossChecked(
  z.record(z.string(), frozenComponents, {
    error: value.mustBe("a mapping of words in the title to components, such as { DC-1: [db], '*': all }"),
  }),
  (given, tell) => {
    if (Object.keys(given).length === 0) tell('must say what events freeze, such as { DC-1: [db] }');
    keysThat((words) => words.trim() !== '', "names no words; '*' is every other event")(given, tell);
  },
);

/** The keys shared by everything that is read with a credential, or from a secret address. */
export const source = {
  url: optional(value.httpAddress.nullable(), null),
  urlEnv: variable,
  userEnv: variable,
  passwordEnv: variable,
  tokenEnv: variable,
};

type Source = { readonly [Key in keyof typeof source]: unknown };

/** Demands an address or the variable that holds it. A user needs a password; a token stands alone. */
export function sourceMistakes(given: Source, tell: Tell): void {
  if (given.url === null && given.urlEnv === null)
    tell('is missing; where it is a secret, `urlEnv` names its variable', 'url');
  if (given.url !== null && given.urlEnv !== null) tell('stands beside url; one is enough', 'urlEnv');
  if ((given.userEnv === null) !== (given.passwordEnv === null))
    tell('belongs together with passwordEnv', 'userEnv');
  if (given.passwordEnv !== null && given.tokenEnv !== null)
    tell('stands beside passwordEnv; one is enough', 'tokenEnv');
}

const calendar = crossChecked(
  mapping({ name: value.words, ...source, components, every: optional(value.duration, 5 * 60_000) }),
  sourceMistakes,
);

export const calendars = crossChecked(
  z.array(calendar, { error: value.mustBe('a list of calendars') }),
  (given, tell) => {
    const names = given.map((one) => mappingOf(one)['name']);
    for (const [index, name] of names.entries()) {
      if (typeof name === 'string' && names.indexOf(name) < index)
        tell('is the name of another calendar', index, 'name');
    }
  },
);
