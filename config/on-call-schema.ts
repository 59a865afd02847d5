import { z } from 'zod';
import type { OnCallSchedule } from '../domain/on-call.ts';
import { byKind } from './by-kind.ts';
import { source, sourceMistakes } from './calendar-schema.ts';
import { mapping, optional, crossChecked } from './mapping.ts';
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
  ics: crossChecked(mapping({ kind: z.literal('ics'), ...source }), sourceMistakes).transform(
    (given): OnCallSchedule => ({ ...none, ...given }),
  ),
});

/** A rotation, an external schedule, or both: then the rotation is the fallback while the schedule cannot be read. */
export const onCall = crossChecked(
  mapping({
    rotation: z
      .array(value.user, { error: value.mustBe('a list of Slack user IDs') })
      .min(1, { error: 'must name at least one person' })
      .nullish(),
    every: optional(value.wholeDays, 7),
    from: value.localTime.nullish(),
    schedule: schedule.nullish(),
  }),
  ({ rotation, from, schedule: elsewhere }, tell) => {
    if (rotation == null && elsewhere == null) tell('is missing', 'rotation');
    if (from == null && (rotation != null || elsewhere == null)) tell('is missing', 'from');
    if (rotation == null && from != null && elsewhere != null) tell('is missing', 'rotation');
  },
);
