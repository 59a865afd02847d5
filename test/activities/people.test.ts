import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { People } from '../../activities/people.ts';
import type { PeopleSettings } from '../../domain/people.ts';

const component = { critical: true, admin: true, dependsOn: [], approvers: null, admins: null, approvals: 1 };
const settings: PeopleSettings = {
  people: { approvers: ['S_LEADS', 'U_VERA'], admins: ['U_ADAM'], onCall: null },
  components: {
    db: component,
    billing: { ...component, approvers: ['S_PAY'], admins: ['S_PAY', 'U_IDA'] },
  },
};

/** The user groups in Slack; an error in place of members is Slack's answer. */
let groups: Record<string, readonly string[] | { readonly error: string }>;
let asked: string[];
let hangs: boolean;
let people: People;
let unreadable: string[];

const slack = createServer((request, response) => {
  void (async () => {
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk as Buffer);
    const group = new URLSearchParams(Buffer.concat(body).toString()).get('usergroup') ?? '';
    asked.push(group);
    if (hangs) return;
    const found = groups[group] ?? { error: 'no_such_subteam' };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify('error' in found ? { ok: false, ...found } : { ok: true, users: found }));
  })();
});

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  groups = { S_LEADS: ['U_OLEG', 'U_MAX'], S_PAY: ['U_KIM'] };
  asked = [];
  hangs = false;
  unreadable = [];
  slack.listen(0, '127.0.0.1');
  await once(slack, 'listening');
  const { port } = slack.address() as AddressInfo;
  const slackApiUrl = `http://127.0.0.1:${port}/api/`;
  people = new People(new WebClient('xoxb-test', { slackApiUrl, retryConfig: { retries: 0 } }), (group) => {
    unreadable.push(group);
  });
});
afterEach(async () => {
  vi.useRealTimers();
  slack.closeAllConnections();
  slack.close();
  await once(slack, 'close');
});

const rolesOf = (user: string, ...components: string[]) => people.rolesOf(user, components, settings);

describe('a user group', () => {
  it('gives its members the role', async () => {
    expect(await rolesOf('U_OLEG', 'db')).toEqual({ approver: true, approves: ['db'], admin: false });
    expect(await rolesOf('U_KIM', 'billing')).toEqual({ approver: true, approves: ['billing'], admin: true });
    expect(await rolesOf('U_EVE', 'db')).toEqual({ approver: false, approves: [], admin: false });
  });

  it('is believed for a minute: who leaves it loses the role then, and who joins has it then', async () => {
    await rolesOf('U_OLEG', 'db');
    groups['S_LEADS'] = ['U_MAX', 'U_NEW'];
    vi.setSystemTime(Date.now() + 59_999);
    expect(await rolesOf('U_OLEG', 'db')).toMatchObject({ approver: true });
    expect(asked).toEqual(['S_LEADS']);
    vi.setSystemTime(Date.now() + 1);
    expect(await rolesOf('U_OLEG', 'db')).toMatchObject({ approver: false });
    expect(await rolesOf('U_NEW', 'db')).toMatchObject({ approver: true });
    expect(asked).toEqual(['S_LEADS', 'S_LEADS']);
  });

  it('that is gone has nobody in it, and takes no role from others', async () => {
    delete groups['S_LEADS'];
    expect(await rolesOf('U_OLEG', 'db')).toMatchObject({ approver: false });
    expect(await rolesOf('U_ADAM', 'db')).toMatchObject({ admin: true });
  });

  it.each(['missing_scope', 'unknown_method', 'no_such_subteam'])(
    'that Slack will not show, with %s, is reported and keeps nobody else from their role',
    async (error) => {
      groups['S_LEADS'] = { error };
      expect(await rolesOf('U_OLEG', 'db')).toMatchObject({ approver: false });
      expect(await rolesOf('U_VERA', 'db')).toMatchObject({ approver: true });
      expect(unreadable).toContain('S_LEADS');
    },
  );

  it('that Slack does not tell of leaves the roles unknown, until it does', async () => {
    groups['S_LEADS'] = { error: 'internal_error' };
    await expect(rolesOf('U_OLEG', 'db')).rejects.toThrow('internal_error');
    groups['S_LEADS'] = ['U_OLEG'];
    expect(await rolesOf('U_OLEG', 'db')).toMatchObject({ approver: true });
  });
});

describe('a user group whose members were known, while Slack', () => {
  beforeEach(async () => {
    await rolesOf('U_OLEG', 'db');
    vi.setSystemTime(Date.now() + 60 * 60_000);
  });

  it('is down, still has them; when Slack is back, those whom it names', async () => {
    groups['S_LEADS'] = { error: 'service_unavailable' };
    for (const time of [1, 2])
      expect(await rolesOf('U_OLEG', 'db'), `time ${time}`).toMatchObject({ approver: true });
    groups['S_LEADS'] = ['U_MAX'];
    expect(await rolesOf('U_OLEG', 'db')).toMatchObject({ approver: false });
  });

  it('does not answer, still has them, and soon', async () => {
    hangs = true;
    expect(await rolesOf('U_OLEG', 'db')).toMatchObject({ approver: true });
  });
});

describe('the lists of a component', () => {
  it('take the place of the general ones', async () => {
    expect(await rolesOf('U_VERA', 'billing')).toEqual({ approver: false, approves: [], admin: false });
    expect(await rolesOf('U_ADAM', 'billing')).toMatchObject({ admin: false });
    expect(await rolesOf('U_VERA', 'billing', 'db')).toMatchObject({ approver: true, approves: ['db'] });
    expect(await rolesOf('U_VERA')).toEqual({ approver: true, approves: [], admin: false });
  });

  it('let their people at its lock, besides those of all components', async () => {
    const lockRolesOf = (user: string) => people.lockRolesOf(user, 'billing', settings);
    expect(await lockRolesOf('U_KIM')).toEqual({ general: false, here: true });
    expect(await lockRolesOf('U_ADAM')).toEqual({ general: true, here: true });
    expect(await lockRolesOf('U_EVE')).toEqual({ general: false, here: false });
  });
});

describe('a service', () => {
  it('has no role, whatever the lists say and whether or not Slack answers', async () => {
    const listed = { ...settings, people: { ...settings.people, approvers: ['service:ci', 'S_LEADS'] } };
    expect(await people.rolesOf('service:ci', ['db'], listed)).toEqual({
      approver: false,
      approves: [],
      admin: false,
    });
    expect(await people.lockRolesOf('service:ci', 'db', listed)).toEqual({
      general: false,
      here: false,
    });
    expect(asked).toEqual([]);
  });
});

it('has somebody stand for each user group where there is no Slack', async () => {
  const alone = new People(null, (group) => unreadable.push(group));
  expect(await alone.expand(['S_LEADS', 'U_VERA'])).toEqual(['US_LEADS', 'U_VERA']);
  expect(await alone.rolesOf('US_PAY', ['billing'], settings)).toMatchObject({ approver: true, admin: true });
  expect(await alone.rolesOf('U_KIM', ['billing'], settings)).toMatchObject({
    approver: false,
    admin: false,
  });
  expect(await alone.isLiving('U_ANYBODY')).toBe(true);
  expect([asked, unreadable]).toEqual([[], []]);
});
