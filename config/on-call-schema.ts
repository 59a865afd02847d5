import { z } from 'zod';
import type { OnCallSchedule } from '../domain/on-call.ts';
import { byKind } from './by-kind.ts';
import { source, sourceMistakes } from './calendar-schema.ts';
import { mapping, optional } from './mapping.ts';
import * as value from './values.ts';

type Kind = OnCallSchedule['kind'];
const none = { id: null, urlEnv: null, userEnv: null, passwordEnv: null };

/** A service with an API and a token. */
const service = <Name extends Kind>(kind: Name, url: z.ZodType<string>) =>
  mapping({ kind: z.literal(kind), id: value.words, url, tokenEnv: value.variable }).transform(
    (given): OnCallSchedule => ({ ...none, ...given }),
  );

const schedule = byKind('kind', {
  pagerduty: service('pagerduty', optional(value.httpAddress, 'https://api.pagerduty.com')),
  opsgenie: service('opsgenie', optional(value.httpAddress, 'https://api.opsgenie.com')),
  'grafana-oncall': service('grafana-oncall', value.httpAddress),
  ics: mapping({ kind: z.literal('ics'), ...source })
    .superRefine(sourceMistakes)
    .transform((given): OnCallSchedule => ({ ...none, ...given })),
});

/** A rotation, a schedule elsewhere, or both: then the rotation counts while the schedule does not tell. */
export const onCall = mapping({
  rotation: z
    .array(value.user, { error: value.mustBe('a list of Slack user IDs') })
    .min(1, { error: 'must name at least one person' })
    .nullish(),
  every: optional(value.wholeDays, 7),
  from: value.localTime.nullish(),
  schedule: schedule.nullish(),
}).superRefine(({ rotation, from, schedule: elsewhere }, context) => {
  const issue = (path: string) => {
    context.addIssue({ code: 'custom', path: [path], message: 'is missing' });
  };
  if (rotation == null && elsewhere == null) issue('rotation');
  if (from == null && (rotation != null || elsewhere == null)) issue('from');
  if (rotation == null && from != null && elsewhere != null) issue('rotation');
});
