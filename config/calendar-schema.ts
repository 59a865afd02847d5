import { z } from 'zod';
import { mapping, optional } from './mapping.ts';
import * as value from './values.ts';

const variable = optional(value.variable.nullable(), null);

/** What an event freezes, by words of its title; `*` for all others. */
const components = z
  .record(z.string(), value.frozenComponents, {
    error: value.mustBe("a mapping of words in the title to components, such as { DC-1: [db], '*': all }"),
  })
  .superRefine((given, context) => {
    if (Object.keys(given).length === 0)
      context.addIssue('must say what events freeze, such as { DC-1: [db] }');
    for (const words of Object.keys(given)) {
      if (words.trim() === '')
        context.addIssue({
          code: 'custom',
          path: [words],
          message: "names no words; '*' is every other event",
        });
    }
  });

/** The same for every address that is read with a credential, or is one. */
export const source = {
  url: optional(value.httpAddress.nullable(), null),
  urlEnv: variable,
  userEnv: variable,
  passwordEnv: variable,
  tokenEnv: variable,
};

type Source = z.output<z.ZodObject<typeof source>>;

/** An address stands there, or the variable that has it; a user comes with a password, a token alone. */
export function sourceMistakes(given: Source, context: z.RefinementCtx): void {
  const issue = (path: keyof Source, message: string) => {
    context.addIssue({ code: 'custom', path: [path], message });
  };
  if (given.url === null && given.urlEnv === null)
    issue('url', 'is missing; where it is a secret, `urlEnv` names its variable');
  if (given.url !== null && given.urlEnv !== null) issue('urlEnv', 'stands beside url; one is enough');
  if ((given.userEnv === null) !== (given.passwordEnv === null))
    issue('userEnv', 'belongs together with passwordEnv');
  if (given.passwordEnv !== null && given.tokenEnv !== null)
    issue('tokenEnv', 'stands beside passwordEnv; one is enough');
}

const calendar = mapping({
  name: value.words,
  ...source,
  components,
  every: optional(value.duration, 5 * 60_000),
}).superRefine((given, context) => {
  sourceMistakes(given, context);
});

export const calendars = z
  .array(calendar, { error: value.mustBe('a list of calendars') })
  .superRefine((given, context) => {
    const names = given.map(({ name }) => name);
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) < index)
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: 'is the name of another calendar',
        });
    }
  });
