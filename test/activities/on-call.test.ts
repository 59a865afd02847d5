/** Who is on call by external schedules, in the shapes of their published APIs. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ScheduledPeople } from '../../activities/on-call/scheduled-people.ts';
import { loadSettings } from '../../config/load-settings.ts';
import { onCallNow } from '../../domain/on-call.ts';
import type { OnCallSchedule } from '../../domain/on-call.ts';
import { calledAdmins, generalAdmins } from '../../domain/people.ts';
import type { Settings } from '../../domain/settings.ts';
import { slackThat } from '../support/scripted-slack.ts';

/** A server that answers by path; `asked` collects the requests. Closed when the test ends. */
async function serverThat(answers: Readonly<Record<string, string | object>>) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    const answer = answers[new URL(request.url ?? '', 'http://x').pathname];
    response.statusCode = answer === undefined ? 404 : 200;
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return { asked, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` };
}

let base: Settings;
beforeAll(async () => {
  base = { ...(await loadSettings('dobrobot.yaml')), internalHosts: ['127.0.0.1'] };
});
const settingsFor = (schedule: Pick<OnCallSchedule, 'kind' | 'id' | 'url'>): Settings => ({
  ...base,
  people: {
    ...base.people,
    onCall: {
      ...{ rotation: ['U_ADAM'], daysEach: 7, from: '2026-01-05T10:00', timezone: 'UTC' },
      schedule: { urlEnv: null, userEnv: null, passwordEnv: null, tokenEnv: 'TOKEN', ...schedule },
    },
  },
});

const addresses: Readonly<Record<string, string>> = {
  'eva@example.com': 'U_EVA',
  'ida@example.com': 'U_IDA',
  'ева@пример.рф': 'U_EVA',
};
async function peopleBy(settings: Settings) {
  const { client, calls } = await slackThat({
    'users.lookupByEmail': (params) => {
      const id = addresses[params.get('email') ?? ''];
      return id === undefined ? { ok: false, error: 'users_not_found' } : { user: { id } };
    },
  });
  const lines: string[] = [];
  const people = new ScheduledPeople({
    ...{ slack: client, copies: null, env: { TOKEN: 'secret' } },
    onChange: (line) => lines.push(line),
  });
  await people.refresh(settings);
  const { onCall } = people.in(settings).people;
  if (onCall === null) throw new Error('there is none');
  return { lines, calls, now: onCallNow(onCall, Date.now()), settings: people.in(settings) };
}

const ics = (...lines: readonly string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', 'UID:1', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join(
    '\r\n',
  );
const always = ['DTSTART:20200101T000000Z', 'DTEND:20990101T000000Z'];

describe('who is on call', () => {
  it('by PagerDuty', async () => {
    const { url, asked } = await serverThat({
      '/oncalls': {
        oncalls: [
          {
            escalation_policy: { id: 'PT20YPA', type: 'escalation_policy_reference' },
            ...{ escalation_level: 1, start: '2026-11-29T00:00:00Z', end: '2026-12-06T00:00:00Z' },
            schedule: { id: 'PABC123', type: 'schedule_reference', summary: 'Ops' },
            user: { id: 'PT23IWX', type: 'user', name: 'Eva', email: 'eva@example.com' },
          },
          { escalation_level: 2, user: { id: 'PT23IWX', type: 'user', email: 'eva@example.com' } },
        ],
        ...{ limit: 25, offset: 0, more: false, total: null },
      },
    });
    const found = await peopleBy(settingsFor({ kind: 'pagerduty', id: 'PABC123', url }));
    expect([found.now, found.lines]).toEqual([['U_EVA'], []]);
    expect(asked[0]?.headers.authorization).toBe('Token token=secret');
    expect(new URL(asked[0]?.url ?? '', url).searchParams.getAll('schedule_ids[]')).toEqual(['PABC123']);
    // A person on call must be able to act.
    expect(generalAdmins(found.settings)).toContain('U_EVA');
    expect(calledAdmins(['U_ADAM', 'U_EVA'], found.settings, Date.now())).toEqual(['U_EVA']);
  });

  it('by Opsgenie, several at once', async () => {
    const { url, asked } = await serverThat({
      '/v2/schedules/ops%20team/on-calls': {
        data: {
          _parent: { id: 'd875e654-9b4e-4219-a803-0c26936d18de', name: 'ops team', enabled: true },
          onCallRecipients: ['eva@example.com', 'ida@example.com', 'left@example.com'],
        },
        ...{ took: 0.1, requestId: '7d3ab4fa' },
      },
    });
    const { now } = await peopleBy(settingsFor({ kind: 'opsgenie', id: 'ops team', url }));
    expect(now).toEqual(['U_EVA', 'U_IDA']);
    expect(asked[0]?.headers.authorization).toBe('GenieKey secret');
    expect(asked[0]?.url).toContain('scheduleIdentifierType=name');
  });

  it('by Grafana OnCall, which may know people of Slack', async () => {
    const { url } = await serverThat({
      '/api/v1/schedules/SBM7DV7BKFUYU/': {
        ...{
          id: 'SBM7DV7BKFUYU',
          name: 'Ops',
          type: 'ical',
          on_call_now: ['U4DNY931HHJS5', 'U6RV9WPSL6DFW'],
        },
      },
      '/api/v1/users/U4DNY931HHJS5/': {
        email: 'x@example.com',
        slack: [{ user_id: 'U_SLACK', team_id: 'T' }],
      },
      '/api/v1/users/U6RV9WPSL6DFW/': { email: 'ida@example.com', slack: [] },
    });
    const { now } = await peopleBy(settingsFor({ kind: 'grafana-oncall', id: 'SBM7DV7BKFUYU', url }));
    expect(now).toEqual(['U_SLACK', 'U_IDA']);
  });

  it.each([
    [
      'invites',
      [
        'SUMMARY:Ops',
        'ATTENDEE;CN=Eva:mailto:eva@example.com',
        'ATTENDEE;PARTSTAT=declined:mailto:ida@example.com',
        'ATTENDEE;CUTYPE=ROOM:mailto:ida@example.com',
        'ATTENDEE:tel:+49123',
      ],
    ],
    ['names', ['SUMMARY:On call: eva@example.com']],
    ['names in any letters', ['SUMMARY:Дежурит ева@пример.рф']],
  ])('by the event of a calendar, which %s them', async (_, lines) => {
    const { url } = await serverThat({ '/duty.ics': ics(...lines, ...always) });
    const { now } = await peopleBy(settingsFor({ kind: 'ics', id: null, url: `${url}/duty.ics` }));
    expect(now).toEqual(['U_EVA']);
  });

  it('is nobody where the schedule has a gap', async () => {
    const { url } = await serverThat({ '/oncalls': { oncalls: [] } });
    expect((await peopleBy(settingsFor({ kind: 'pagerduty', id: 'P', url }))).now).toEqual([]);
  });
});

describe('the rotation counts', () => {
  it('where the service does not answer as it should', async () => {
    const { url } = await serverThat({});
    const { now, lines } = await peopleBy(settingsFor({ kind: 'pagerduty', id: 'P', url }));
    expect(now).toEqual(['U_ADAM']);
    expect(lines).toEqual([expect.stringMatching(/^The schedule of pagerduty does not tell .* HTTP 404/)]);
    expect(lines.join()).not.toContain('secret');
  });

  it('where Slack knows none of them', async () => {
    const { url } = await serverThat({ '/oncalls': { oncalls: [{ user: { email: 'left@example.com' } }] } });
    const { now, lines } = await peopleBy(settingsFor({ kind: 'pagerduty', id: 'P', url }));
    expect([now, lines]).toEqual([['U_ADAM'], [expect.stringMatching(/Slack knows nobody/)]]);
  });

  it.each([
    ['pagerduty', { oncalls: [{ user: { id: 'PX', type: 'user_reference', summary: 'Eva' } }] }],
    ['ics', ics('SUMMARY:Eva', ...always)],
  ] as const)('where somebody is on call, and %s does not say by which address', async (kind, answer) => {
    const { url } = await serverThat({ '/oncalls': answer });
    const schedule = { kind, id: 'P', url: kind === 'ics' ? `${url}/oncalls` : url };
    const { now, lines } = await peopleBy(settingsFor(schedule));
    expect([now, lines]).toEqual([['U_ADAM'], [expect.stringMatching(/Slack knows nobody/)]]);
  });
});
