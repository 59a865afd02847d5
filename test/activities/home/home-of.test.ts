/** What waits for a person is in their App Home, even if many things that wait for others are older. */
import { WebClient } from '@slack/web-api';
import { beforeEach, expect, it } from 'vitest';
import { homeOf } from '../../../activities/home/home-of.ts';
import { People } from '../../../activities/people.ts';
import type { ListedRelease } from '../../../domain/messages/memo.ts';
import { room } from '../../../blocks/home.ts';
import { blankStatus } from '../../../domain/release/status.ts';
import type { ReleaseStatus } from '../../../domain/release/status.ts';
import type { Settings } from '../../../domain/settings.ts';
import { rules } from '../../support/scripted-activities.ts';

const component = {
  critical: false,
  admin: true,
  dependsOn: [],
  approvers: null,
  admins: null,
  approvals: 1,
};
const settings: Settings = {
  language: 'en',
  slack: { speakers: {}, team: [], releaseChannel: 'releases' },
  people: { approvers: ['U_VERA'], admins: ['U_ADAM'], onCall: null },
  tickets: [
    {
      ...{ name: 'tickets', tracker: 'file', keys: '*', file: '/tickets.yaml' },
      addresses: ['https://t.example.com/{key}'],
    },
  ],
  releases: { withoutTicket: true, prefix: 'REL' },
  pages: [],
  internalHosts: [],
  checks: { codeReview: true, qa: true, customerDemo: true, releaseDocs: true, rollbackDocs: true },
  components: { app: component, billing: { ...component, approvers: ['U_OLEG'] } },
  freezes: [],
  hooks: {},
  webhooks: {},
  grafana: null,
  digest: null,
  report: null,
  checkEveryMs: 15_000,
  release: rules,
};
const people = new People(new WebClient('xoxb-nobody-is-asked'), () => undefined);

let listed: ListedRelease[];
let statuses: ReleaseStatus[];
let queries: number;
beforeEach(() => {
  listed = [];
  statuses = [];
  queries = 0;
});

/** Adds a release to the visibility list. `now`: what has changed in its status since. */
function open(of: Partial<ListedRelease>, now: Partial<ReleaseStatus> = {}): void {
  const ticket = `T-${listed.length + 1}`;
  const { components = ['app'], stage = 'awaiting_approval', requester = 'U_DAN', admin = null } = of;
  const { cannotVote = [requester] } = of;
  const approvals = components.map((name) => ({ component: name, needed: 1, given: 0 }));
  const tickets = [ticket];
  const known = {
    ticket,
    tickets,
    title: null,
    url: null,
    requester,
    components,
    stage,
    cannotVote,
    approvals,
  };
  listed.push({
    ...known,
    key: ticket,
    aliases: [],
    admin,
    since: listed.length,
    locks: [],
    neededLocks: [],
    lettingGo: [],
  });
  const status = { ...blankStatus(ticket, 0), ...known, waitingFor: null };
  statuses.push({ ...status, admin: { needed: true, user: admin }, ...now });
}

const manyTimes = (act: () => void, times = 60): void => {
  for (let n = 0; n < times; n += 1) act();
};

const shownTo = async (user: string) => {
  const releases = {
    open: () => Promise.resolve(listed),
    locks: () => Promise.resolve([]),
    statuses: (tickets: readonly string[]) => {
      queries += tickets.length;
      return Promise.resolve(statuses.filter(({ ticket }) => tickets.includes(ticket)));
    },
  };
  const { waiting, moreWaiting } = await homeOf({ user, settings, people, releases });
  return { waiting: waiting.map(({ release }) => release.ticket), moreWaiting };
};

it.each<[string, Partial<ListedRelease>]>([
  ['they gave their good', { cannotVote: ['U_DAN', 'U_VERA'] }],
  ['others approve', { components: ['billing'] }],
  ['others asked for', { stage: 'ready' }],
  ['an admin is called for', { stage: 'awaiting_admin' }],
])('what waits for an approver is not crowded out by older releases for which %s', async (_, older) => {
  manyTimes(() => {
    open(older);
  });
  open({});
  expect(await shownTo('U_VERA')).toEqual({ waiting: ['T-61'], moreWaiting: 0 });
  expect(queries).toBe(1);
});

it('nor by such as wait for them no more, which the list does not know yet', async () => {
  manyTimes(() => {
    open({}, { stage: 'queued' });
  });
  open({});
  expect(await shownTo('U_VERA')).toEqual({ waiting: ['T-61'], moreWaiting: 0 });
});

it('nor by such as a freeze keeps from starting', async () => {
  manyTimes(() => {
    open({ stage: 'ready' }, { waitingFor: 'freeze' });
  });
  open({ stage: 'ready' });
  expect(await shownTo('U_DAN')).toEqual({ waiting: ['T-61'], moreWaiting: 0 });
});

it('asks no more releases than fill the room, and says how many there are besides', async () => {
  manyTimes(() => {
    open({});
  });
  const { waiting, moreWaiting } = await shownTo('U_VERA');
  expect(waiting.length).toBeGreaterThanOrEqual(room.waiting);
  expect(waiting.length + moreWaiting).toBe(60);
  expect(queries).toBeLessThan(30);
});

it('goes by the components that a release has now', async () => {
  open({}, { components: ['billing'], approvals: [{ component: 'billing', needed: 1, given: 0 }] });
  expect(await shownTo('U_VERA')).toEqual({ waiting: [], moreWaiting: 0 });
});
