import { z } from 'zod';
import type { Http } from '../../http/http.ts';
import { yielding } from '../../client/unhurried.ts';
import { readCalendar } from '../../domain/calendar/read-calendar.ts';
import type { OnCallSchedule } from '../../domain/on-call.ts';
import { Api } from '../tickets/api.ts';
import { readSource } from '../calendars/source.ts';
import { secretOf } from '../tickets/credential.ts';

/** Someone on call, as the schedule identifies them. `email` null: there is someone, but the schedule gives no address. */
export type OnCallContact = { readonly email: string | null } | { readonly slackId: string };

interface ScheduleContext {
  readonly http: Http;
  readonly env: NodeJS.ProcessEnv;
  /** For calendar times that have no time zone. */
  readonly timezone: string;
}

/** The people on call now; empty if nobody is. Throws `NotRead`, or the mistake in a calendar. */
export async function readSchedule(
  schedule: OnCallSchedule,
  context: ScheduleContext,
): Promise<readonly OnCallContact[]> {
  switch (schedule.kind) {
    case 'pagerduty':
      return pagerDuty(schedule, await apiOf(schedule, context, (token) => `Token token=${token}`));
    case 'opsgenie':
      return opsgenie(schedule, await apiOf(schedule, context, (token) => `GenieKey ${token}`));
    case 'grafana-oncall':
      return grafana(schedule, await apiOf(schedule, context, (token) => token));
    case 'ics':
      return calendar(schedule, context);
  }
}

async function apiOf(
  { url, tokenEnv }: OnCallSchedule,
  { http, env }: ScheduleContext,
  authorization: (token: string) => string,
): Promise<Api> {
  const variable = tokenEnv ?? '';
  const headers = { authorization: authorization(await secretOf(variable, env)) };
  return new Api(http, { base: url ?? '', headers, credential: variable });
}

const emails = (all: readonly (string | null | undefined)[]): readonly OnCallContact[] =>
  [...new Set(all.map((email) => email || null))].map((email) => ({ email }));

const onCalls = z.object({ oncalls: z.array(z.object({ user: z.object({ email: z.string().nullish() }) })) });

async function pagerDuty({ id }: OnCallSchedule, api: Api): Promise<readonly OnCallContact[]> {
  const query = new URLSearchParams({ 'schedule_ids[]': id ?? '', 'include[]': 'users', earliest: 'true' });
  const headers = { accept: 'application/vnd.pagerduty+json;version=2' };
  const answer = await api.ask(`/oncalls?${query.toString()}`, { headers });
  return emails(api.read(answer, onCalls).oncalls.map(({ user }) => user.email));
}

const recipients = z.object({ data: z.object({ onCallRecipients: z.array(z.string()) }) });

async function opsgenie({ id }: OnCallSchedule, api: Api): Promise<readonly OnCallContact[]> {
  const name = id ?? '';
  const scheduleIdentifierType = z.uuid().safeParse(name).success ? 'id' : 'name';
  const query = new URLSearchParams({ flat: 'true', scheduleIdentifierType });
  const { data } = await api.get(
    `/v2/schedules/${encodeURIComponent(name)}/on-calls?${query.toString()}`,
    recipients,
  );
  return emails(data.onCallRecipients);
}

const shift = z.object({ on_call_now: z.array(z.string()) });
const user = z.object({
  email: z.string().nullish(),
  slack: z.array(z.object({ user_id: z.string() })).nullish(),
});

/** Grafana may know the Slack ID of a user. */
async function grafana({ id }: OnCallSchedule, api: Api): Promise<readonly OnCallContact[]> {
  const { on_call_now: ids } = await api.get(`/api/v1/schedules/${encodeURIComponent(id ?? '')}/`, shift);
  const users = await Promise.all(
    ids.map((one) => api.get(`/api/v1/users/${encodeURIComponent(one)}/`, user)),
  );
  return users.flatMap(({ email, slack }): readonly OnCallContact[] => {
    const [account] = slack ?? [];
    return account === undefined ? emails([email]) : [{ slackId: account.user_id }];
  });
}

/** The attendees of the current events, or the people whom these name by email address. */
async function calendar(
  schedule: OnCallSchedule,
  { http, env, timezone }: ScheduleContext,
): Promise<readonly OnCallContact[]> {
  const { content } = await readSource(schedule, null, http, env);
  const now = Date.now();
  const events = await readCalendar(content, timezone, yielding)(now, now + 1);
  return emails(
    events.flatMap(({ people }): readonly (string | null)[] => (people.length > 0 ? people : [null])),
  );
}
