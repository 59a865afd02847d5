import { z } from 'zod';
import { httpPresets } from '../domain/http-presets.ts';
import { patternMistake } from '../domain/key-pattern.ts';
import { keysOf } from '../domain/keys-of.ts';
import { mappingMistake } from '../domain/signs/expression.ts';
import { byKind, readBy } from './by-kind.ts';
import { headers } from './headers.ts';
import { badName, isName, keysThat, mapping, optional, crossChecked } from './mapping.ts';
import { isMapping, mappingOf } from './plain.ts';
import * as value from './values.ts';
import { writeBacks } from './write-back-schema.ts';

const keys = z
  .string({ error: value.mustBe('a pattern of keys, such as "PAY-*" (a number in quotes)') })
  .min(1, { error: 'is empty; it must be a pattern of keys, such as "PAY-*"' })
  .superRefine((pattern, context) => {
    const mistake = patternMistake(pattern);
    if (mistake !== null) context.addIssue(mistake);
  });

const common = {
  keys: optional(keys, '*'),
  linkTemplate: optional(value.keyLink.nullable(), null),
};
const withToken = { ...common, tokenEnv: value.variable };
const { withComment, withStatus, withDeployments, impossible } = writeBacks;

const expression = z
  .string({ error: value.mustBe('an expression over `body`, in quotes') })
  .superRefine((text, context) => {
    const mistake = mappingMistake(text);
    if (mistake !== null) context.addIssue(mistake);
  });
const maybe = expression.nullish().transform((given) => given ?? undefined);
const manyFields = z.record(z.string(), expression);
const oneForFields = z.union([expression, manyFields], {
  error: value.mustBe('an expression, or a mapping of names to expressions'),
});
const fields = z
  .unknown()
  .transform((given, context): z.output<typeof oneForFields> =>
    readBy<z.output<typeof oneForFields>>(isMapping(given) ? manyFields : oneForFields, given, context),
  );
const ticketMapping = mapping({
  ...{ title: maybe, url: maybe, project: maybe, kind: maybe, status: maybe, statusCategory: maybe },
  ...{ author: maybe, assignee: maybe, labels: maybe, components: maybe, text: maybe, pages: maybe },
  links: maybe,
  fields: fields.nullish().transform((given) => given ?? undefined),
});

const originOf = (address: string): string => new URL(address).origin;

const isGiven = (part: unknown): boolean => part !== undefined && part !== null;

const anyHttp = mapping({
  tracker: z.literal('http'),
  ...common,
  preset: z
    .enum(keysOf(httpPresets), { error: value.mustBe(`one of ${keysOf(httpPresets).join(', ')}`) })
    .nullish(),
  url: value.addressFor('key').nullish(),
  projectUrl: value.addressFor('project').nullish(),
  tokenEnv: value.variable.nullish(),
  scheme: value.words.nullish(),
  userEnv: value.variable.nullish(),
  passwordEnv: value.variable.nullish(),
  headers,
  ticket: ticketMapping.nullish(),
  writeBack: impossible('a tracker of which only the answers are described'),
});
const withAccess = crossChecked(anyHttp, ({ tokenEnv, userEnv, passwordEnv }, tell) => {
  if (isGiven(tokenEnv) && isGiven(userEnv)) tell('stands beside tokenEnv; one is enough', 'userEnv');
  if (isGiven(userEnv) !== isGiven(passwordEnv)) tell('belongs together with passwordEnv', 'userEnv');
});
const withAddress = crossChecked(
  withAccess,
  ({ url, preset }, tell) => {
    if (!url) {
      if (!preset || httpPresets[preset].url === null) tell('is missing', 'url');
    } else if (!preset && !url.includes('{key}'))
      tell('must have {key} in it, where the key of the ticket stands', 'url');
  },
  ['url', 'preset'],
);
const onOneServer = crossChecked(
  withAddress,
  ({ url, projectUrl }, tell) => {
    if (url && projectUrl && originOf(projectUrl) !== originOf(url))
      tell('must be on the same server as url: the credential is for that one', 'projectUrl');
  },
  ['url', 'projectUrl'],
);
const http = crossChecked(
  onOneServer,
  ({ preset, ticket }, tell) => {
    if (preset) return;
    const { title } = mappingOf(ticket);
    if (!isGiven(ticket)) tell('is missing: where the title and the rest stand in the answer', 'ticket');
    else if (isMapping(ticket) && !isGiven(title)) tell('is missing', 'ticket', 'title');
  },
  ['preset'],
);

const variable = optional(value.variable.nullable(), null);
/** Access by a token, or as a GitHub App with its ID and key. */
const github = crossChecked(
  mapping({
    tracker: z.literal('github'),
    ...common,
    tokenEnv: variable,
    appId: optional(value.appId.nullable(), null),
    appIdEnv: variable,
    privateKeyEnv: variable,
    url: optional(value.httpAddress, 'https://github.com'),
    writeBack: withDeployments,
  }),
  ({ tokenEnv, appId, appIdEnv, privateKeyEnv }, tell) => {
    const hasId = appId !== null || appIdEnv !== null;
    if (appId !== null && appIdEnv !== null) tell('stands beside appId; one is enough', 'appIdEnv');
    if (tokenEnv !== null) {
      if (hasId || privateKeyEnv !== null)
        tell('stands beside a GitHub App; take the token or the app', 'tokenEnv');
    } else if (hasId) {
      if (privateKeyEnv === null) tell('is missing beside the ID of a GitHub App', 'privateKeyEnv');
    } else if (privateKeyEnv !== null) tell('is missing beside privateKeyEnv, or appIdEnv is', 'appId');
    else tell('is missing; or appId and privateKeyEnv of a GitHub App', 'tokenEnv');
  },
);

const file = mapping({
  tracker: z.literal('file'),
  keys: common.keys,
  file: optional(value.filePath, 'tickets.yaml'),
  linkTemplate: optional(value.linkTemplate.nullable(), null),
  writeBack: impossible('a file'),
});

/** The keys of each kind of tracker. */
const schemas = {
  file,
  redmine: mapping({
    tracker: z.literal('redmine'),
    ...withToken,
    url: value.httpAddress,
    writeBack: withStatus,
  }),
  jira: mapping({
    tracker: z.literal('jira'),
    ...withToken,
    url: value.httpAddress,
    userEnv: value.variable.nullish(),
    cloudId: value.words.nullish(),
    writeBack: withStatus,
  }),
  github,
  gitlab: mapping({
    tracker: z.literal('gitlab'),
    ...withToken,
    url: optional(value.httpAddress, 'https://gitlab.com'),
    writeBack: withComment,
  }),
  gitea: mapping({
    tracker: z.literal('gitea'),
    ...withToken,
    url: value.httpAddress,
    writeBack: withComment,
  }),
  linear: mapping({
    tracker: z.literal('linear'),
    ...withToken,
    url: optional(value.httpAddress, 'https://api.linear.app'),
    writeBack: withStatus,
  }),
  http,
};
export type TrackerFile = z.output<(typeof schemas)[keyof typeof schemas]>;

const tracker = byKind('tracker', schemas);

const trackers = crossChecked(
  z
    .record(z.string(), tracker)
    .refine((all) => Object.keys(all).length > 0, { error: 'must name at least one tracker' }),
  keysThat(isName, badName),
);

/** Whether `tickets` describes one tracker rather than several by name. */
export const isOneTracker = (given: unknown): boolean =>
  !isMapping(given) || 'tracker' in given || !Object.values(given).some(isMapping);

/** The trackers by name, in order; a single one is called `tickets`, and is a file unless it says otherwise. */
export const tickets = z.unknown().transform((given, context): Readonly<Record<string, TrackerFile>> => {
  if (!isOneTracker(given)) return readBy(trackers, given, context);
  if (isMapping(given)) {
    const isFile = Object.keys(given).every((key) => key in file.shape);
    const kind = given['tracker'] ?? (isFile ? 'file' : undefined);
    return { tickets: readBy(tracker, kind === undefined ? given : { ...given, tracker: kind }, context) };
  }
  context.addIssue(value.mustBe('a mapping')({ input: given }));
  return z.NEVER;
});
