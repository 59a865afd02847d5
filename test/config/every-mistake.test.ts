/** All mistakes are reported: none hides another, wherever they are. An empty part is no mistake. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ConfigError, loadSettings } from '../../config/load-settings.ts';
import type { Settings } from '../../domain/settings.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const file = join(await temporaryFolder(), 'dobrobot.yaml');

const right = {
  language: 'en',
  timezone: 'UTC',
  workingHours: { days: ['mon'], from: '10:00', to: '19:00' },
  slack: { releaseChannel: 'releases', speakers: { A012: 'service:ci' }, team: ['T1'] },
  people: {
    approvers: ['U_VERA'],
    admins: ['U_ADAM'],
    onCall: {
      rotation: ['U_VERA'],
      every: '7d',
      from: '2026-01-05T09:00',
      schedule: { kind: 'ics', url: 'https://c.example.com/a', userEnv: 'U', passwordEnv: 'P' },
    },
  },
  rules: { selfAccept: false, expireAfter: '14d' },
  releases: { withoutTicket: true, prefix: 'REL' },
  tickets: {
    own: {
      tracker: 'http',
      url: 'https://t.example.com/{key}',
      projectUrl: 'https://t.example.com/p/{project}',
      tokenEnv: 'T',
      linkTemplate: 'https://t.example.com/{key}',
      headers: { 'X-A': 'a' },
      ticket: { title: 'body.title', fields: { QA: 'body.qa', Docs: 'body.docs' } },
      keys: 'OWN-*',
    },
    code: { tracker: 'github', appId: 1, privateKeyEnv: 'K', keys: 'acme/*' },
    ops: { tracker: 'redmine', url: 'https://r.example.com', tokenEnv: 'R', keys: '[0-9]*' },
  },
  pages: [{ kind: 'http', matches: 'https://w.example.com/', userEnv: 'U', passwordEnv: 'P' }],
  internalHosts: ['w.example.com'],
  checks: {
    qa: { field: 'QA', is: ['a', 'b'], when: { label: 'x' }, severity: 'warn' },
    customerDemo: { label: 'demo', message: 'Show it' },
    releaseDocs: { status: ['done', 'closed'], severity: 'block' },
    rollbackDocs: { anyOf: [{ label: 'a' }, { page: { section: 'Rollback', atLeastChars: 9 } }] },
  },
  components: {
    db: { critical: true, renamedFrom: ['base', 'store'] },
    billing: {
      critical: true,
      dependsOn: ['db'],
      approvals: 1,
      checks: { load: { label: 'load' }, qa: false },
      watch: { for: '5m', checks: [{ name: 'errors', source: 'prom', query: 'up', below: 1 }] },
    },
  },
  freezes: [
    { components: ['db'], start: '2026-01-02T16:00', rule: 'FREQ=WEEKLY;BYDAY=FR', for: '8h', reason: 'x' },
  ],
  calendars: [
    {
      name: 'one',
      url: 'https://c.example.com/1',
      userEnv: 'U',
      passwordEnv: 'P',
      components: { a: ['db'], '*': 'all' },
    },
    { name: 'two', url: 'https://c.example.com/2', components: { '*': 'all' }, every: '5m' },
  ],
  trust: {
    ci: {
      kind: 'github',
      audience: 'https://d.example.com',
      claims: { repository_id: [74, 75], ref: 'refs/heads/main', workflow: 'ship' },
      scopes: ['deploy'],
      components: ['db'],
    },
  },
  webhooks: { audit: { url: 'https://a.example.com', secretEnv: 'A' } },
  hooks: {
    gh: {
      kind: 'github',
      secretEnv: ['A', 'B'],
      components: ['db'],
      app: { appId: 1, privateKeyEnv: 'K', url: 'https://github.com' },
    },
  },
  grafana: { url: 'https://g.example.com', tokenEnv: 'G' },
  watch: {
    prom: {
      kind: 'prometheus',
      url: 'https://p.example.com',
      userEnv: 'U',
      passwordEnv: 'P',
      headers: { 'X-A': 'a' },
    },
  },
  digest: { at: '09:00' },
  report: { day: 'mon', at: '09:00' },
  reminders: {
    approvers: { after: '15m', every: '30m', escalateTo: ['U_VERA'] },
    deploying: { after: '1h' },
  },
  locks: { holdFor: '1h', checkEvery: '15s' },
};

const gone = undefined;
/** `put` at `place` is a mistake, reported at `named` if given, else at `place`. */
const mistakes: readonly (readonly [place: string, put: unknown, named?: string])[] = [
  ['language', 'de'],
  ['timezone', 'Mars'],
  ['workingHours.days', ['funday'], 'workingHours.days[0]'],
  ['workingHours.to', '09:00'],
  ['slack.speakers.X1', 'service:x'],
  ['slack.speakers.A012', 'ci'],
  ['slack.team', ['acme'], 'slack.team[0]'],
  ['people.admins', []],
  ['people.boss', 1],
  ['people.onCall.every', 5],
  ['people.onCall.from', gone],
  ['people.onCall.schedule.url', gone],
  ['people.onCall.schedule.userEnv', gone],
  ['people.onCall.schedule.passwordEnv', 5],
  ['rules.selfAccept', 5],
  ['tickets.Own', { tracker: 'file', file: 't.yaml', linkTemplate: 5 }],
  ['tickets.Own', { tracker: 'file', file: 't.yaml', linkTemplate: 5 }, 'tickets.Own.linkTemplate'],
  ['tickets.own.url', 'https://t.example.com/'],
  ['tickets.own.projectUrl', 5],
  ['tickets.own.userEnv', 'U'],
  ['tickets.own.headers.X A', 'a'],
  ['tickets.own.headers.X-A', []],
  ['tickets.own.ticket.title', gone],
  ['tickets.own.ticket.fields.QA', 5],
  ['tickets.own.ticket.fields.Docs', 'boddy.x'],
  ['tickets.code.privateKeyEnv', gone],
  ['tickets.code.url', 5],
  ['tickets.code.appIdEnv', 'I'],
  ['tickets.ops.keys', 'REL-[2-9]*', 'releases.prefix'],
  ['tickets.ops.url', gone],
  ['pages.0.matches', 5, 'pages[0].matches'],
  ['pages.0.tokenEnv', 'T', 'pages[0].tokenEnv'],
  ['internalHosts', ['w:80'], 'internalHosts[0]'],
  ['checks.codereview', true],
  ['checks.components', { label: 'x' }],
  ['checks.qa.is', ['a', {}], 'checks.qa.is[1]'],
  ['checks.qa.label', 'a', 'checks.qa'],
  ['checks.qa.severity', 'error'],
  ['checks.qa.when', {}],
  ['checks.customerDemo.is', 'x'],
  ['checks.customerDemo.message', 5],
  ['checks.releaseDocs.severity', 'error'],
  ['checks.releaseDocs.status', ['', 'x', 5], 'checks.releaseDocs.status[0]'],
  ['checks.releaseDocs.status', ['', 'x', 5], 'checks.releaseDocs.status[2]'],
  ['checks.rollbackDocs.anyOf.0', {}, 'checks.rollbackDocs.anyOf[0]'],
  ['checks.rollbackDocs.anyOf.1.page.atLeastChars', 0, 'checks.rollbackDocs.anyOf[1].page.atLeastChars'],
  ['components.db.critical', 5],
  ['components.db.renamedFrom', [5, 'base'], 'components.db.renamedFrom[0]'],
  ['components.Db', {}],
  ['components.billing.dependsOn', ['dbx'], 'components.billing.dependsOn[0]'],
  ['components.billing.approvals', 2],
  ['components.billing.checks.qa', 'maybe'],
  ['components.billing.checks.QA', true],
  ['components.billing.watch.for', 5],
  ['components.billing.watch.checks.0.source', 'none', 'components.billing.watch.checks[0].source'],
  ['freezes.0.components', [5, 'dbx'], 'freezes[0].components[0]'],
  ['freezes.0.components', [5, 'dbx'], 'freezes[0].components[1]'],
  ['freezes.0.for', '8d', 'freezes[0].rule'],
  ['freezes.0.reason', '', 'freezes[0].reason'],
  ['calendars.0.components.a', 5, 'calendars[0].components.a'],
  ['calendars.0.components. ', ['db'], 'calendars[0].components. '],
  ['calendars.0.userEnv', gone, 'calendars[0].userEnv'],
  ['calendars.1.name', 'one', 'calendars[1].name'],
  ['calendars.1.every', 5, 'calendars[1].every'],
  ['trust.CI', { kind: 'github' }],
  ['trust.CI', { kind: 'github' }, 'trust.CI.claims'],
  ['trust.ci.claims.repository_id', gone, 'trust.ci.claims'],
  ['trust.ci.claims.ref', 'main', 'trust.ci.claims.ref[0]'],
  ['trust.ci.claims.workflow', {}],
  ['trust.ci.scopes', ['approve'], 'trust.ci.scopes[0]'],
  ['webhooks.Audit', { url: 5, secretEnv: 'A' }],
  ['webhooks.Audit', { url: 5, secretEnv: 'A' }, 'webhooks.Audit.url'],
  ['hooks.GH', { kind: 'gitlab', secretEnv: 5 }],
  ['hooks.GH', { kind: 'gitlab', secretEnv: 5 }, 'hooks.GH.secretEnv'],
  ['hooks.gh.secretEnv', ['A', 5], 'hooks.gh.secretEnv[1]'],
  ['hooks.gh.app.appId', gone],
  ['hooks.gh.app.url', 5],
  ['grafana.tokenEnv', gone],
  ['watch.Prom', { kind: 'zabbix', url: 5, tokenEnv: 'Z' }],
  ['watch.Prom', { kind: 'zabbix', url: 5, tokenEnv: 'Z' }, 'watch.Prom.url'],
  ['watch.prom.url', 5],
  ['watch.prom.tokenEnv', 'T'],
  ['watch.prom.headers.X-A', []],
  ['digest.at', 5],
  ['report.day', gone],
  ['reminders.approvers.after', 5],
  ['reminders.boss', {}],
  ['locks.holdFor', '0s'],
  ['slak', {}],
];

const at = (node: unknown, step: string): unknown => (node as Readonly<Record<string, unknown>>)[step];

/** The valid configuration with other values in some places. */
function withPut(changes: readonly (readonly [place: string, put: unknown, ...rest: unknown[]])[]): object {
  const all = structuredClone(right);
  for (const [place, put] of changes) {
    const steps = place.split('.');
    const last = steps.pop() ?? '';
    const parent = steps.reduce(at, all) as Record<string, unknown>;
    if (put === gone) Reflect.deleteProperty(parent, last);
    else parent[last] = put;
  }
  return all;
}

const load = async (values: object): Promise<Settings> => {
  await writeFile(file, stringify(values, { aliasDuplicateObjects: false }));
  return loadSettings(file);
};

const namedIn = async (values: object): Promise<readonly string[]> => {
  const error: unknown = await load(values).catch((reason: unknown) => reason);
  if (!(error instanceof ConfigError)) throw new Error('it was accepted');
  return error.mistakes.map(({ path }) => path);
};

const placeOf = ([place, , named = place]: (typeof mistakes)[number]): string => named;
const isIndependent = ([one]: (typeof mistakes)[number], [other]: (typeof mistakes)[number]): boolean =>
  one === other || !(`${one}.`.startsWith(`${other}.`) || `${other}.`.startsWith(`${one}.`));

describe('a configuration', () => {
  it('has no mistake before one is put in', async () => {
    expect((await load(right)).tickets).toHaveLength(3);
  });

  it.each(mistakes.map((mistake) => [placeOf(mistake), mistake] as const))(
    'has a mistake at %s named',
    async (place, mistake) => {
      expect(await namedIn(withPut([mistake]))).toContain(place);
    },
  );

  it('has two mistakes named, whichever they are', async () => {
    const any = fc.constantFrom(...mistakes);
    await fc.assert(
      fc.asyncProperty(any, any, async (one, other) => {
        fc.pre(isIndependent(one, other));
        expect(await namedIn(withPut([one, other]))).toEqual(
          expect.arrayContaining([placeOf(one), placeOf(other)]),
        );
      }),
      { numRuns: 200 },
    );
  });

  it.each(Object.keys(right).filter((part) => !['slack', 'people', 'tickets', 'components'].includes(part)))(
    'may leave %s empty, which is as if it were not there',
    async (part) => {
      // Without `watch`, its checks would lack their source.
      const unwatched = ['components.billing.watch', gone] as const;
      const empty = await load(withPut([unwatched, [part, null]]));
      expect(empty).toEqual(await load(withPut([unwatched, [part, gone]])));
    },
  );

  it('has all mistakes named that stand in it at once', async () => {
    expect(await namedIn(withPut(mistakes))).toEqual(expect.arrayContaining(mistakes.map(placeOf)));
  });
});
