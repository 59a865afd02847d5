import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, configPath, loadSettings } from '../../config/load-settings.ts';
import type { Settings } from '../../domain/settings.ts';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dobrobot-config-'));
  file = join(folder, 'dobrobot.yaml');
});
afterAll(() => rm(folder, { recursive: true }));

const load = async (text: string): Promise<Settings> => {
  await writeFile(file, text);
  return loadSettings(file);
};

/** The mistakes in a configuration, as `LINE: PATH: message`. */
const mistakesIn = async (text: string): Promise<string[]> => {
  const error: unknown = await load(text).catch((reason: unknown) => reason);
  if (!(error instanceof ConfigError)) throw new Error('it was accepted');
  return error.message.split('\n').map((line) => line.replace(`${file}:`, ''));
};

/** Ten lines; what a test adds starts at line 11, within `components`. */
const minimal = `slack:
  releaseChannel: releases
people:
  approvers: [U_VERA]
  admins: [S_ADMINS]
tickets:
  tracker: file
  file: data/tickets.yaml
  linkTemplate: "https://t.example.com/{key}"
components: # and what it adds
`;
const withDb = `${minimal}  db: {}\n`;

/** The defaults of a component that names no people and no channel. */
const everybody = { approvers: null, admins: null, approvals: 1, channel: null };

describe('a configuration without mistakes', () => {
  it('may be in Russian', async () => {
    expect(await load(`language: ru\n${withDb}`)).toMatchObject({ language: 'ru' });
  });

  it('is completed with the defaults of the contract', async () => {
    expect(await load(withDb)).toEqual({
      language: 'en',
      slack: { speakers: {}, team: [], releaseChannel: 'releases' },
      people: { approvers: ['U_VERA'], admins: ['S_ADMINS'], onCall: null },
      tickets: [
        {
          name: 'tickets',
          tracker: 'file',
          keys: '*',
          addresses: ['https://t.example.com/{key}'],
          file: join(folder, 'data/tickets.yaml'),
        },
      ],
      releases: { withoutTicket: true, prefix: 'REL' },
      pages: [],
      internalHosts: [],
      trust: [],
      checks: { codeReview: true, qa: true, customerDemo: true, releaseDocs: true, rollbackDocs: true },
      components: { db: { critical: false, admin: true, dependsOn: [], ...everybody } },
      freezes: [],
      calendars: [],
      hooks: {},
      webhooks: {},
      grafana: null,
      watch: {},
      digest: null,
      report: null,
      checkEveryMs: 15_000,
      release: {
        calendar: { timezone: 'UTC', days: [1, 2, 3, 4, 5], fromMinute: 600, toMinute: 1140 },
        selfAccept: false,
        expireAfterMs: 14 * 86_400_000,
        checkedWithinMs: 3_600_000,
        holdForMs: 3_600_000,
        reminders: {
          approvers: { afterMs: 900_000, everyMs: 1_800_000, escalateAfterMs: 7_200_000, escalateTo: [] },
          admins: { afterMs: 300_000, everyMs: 600_000, escalateAfterMs: 3_600_000, escalateTo: [] },
          requester: { afterMs: 900_000, everyMs: 1_800_000, escalateAfterMs: null, escalateTo: [] },
          deploying: { afterMs: 3_600_000, everyMs: 1_800_000, escalateAfterMs: null, escalateTo: [] },
        },
        destinations: [],
      },
    } satisfies Settings);
  });

  it('is the one in this repository, which spells the defaults out', async () => {
    const sample = await loadSettings('dobrobot.yaml');
    const { release, checks, checkEveryMs } = await load(withDb);
    expect(sample).toMatchObject({ release, checks, checkEveryMs, language: 'en' });
    expect(sample.tickets).toMatchObject([{ file: resolve('tickets.yaml') }]);
    expect(sample.components).toEqual({
      db: { critical: true, admin: true, dependsOn: [], ...everybody },
      billing: { critical: true, admin: true, dependsOn: ['db'], ...everybody },
      'ios-app': { critical: false, admin: false, dependsOn: [], ...everybody },
    });
  });

  it('may say everything itself', async () => {
    const settings = await load(
      `${minimal}  db:
  web: { critical: true, admin: false, dependsOn: [db, "42"] }
  "42": { dependsOn: [db] }
timezone: Asia/Tokyo
workingHours: { days: [sun, mon, mon], from: "00:00", to: "24:00" }
rules: { selfAccept: true, expireAfter: 20s }
checks: { qa: false }
reminders:
  approvers: { after: 1s, every: 90 min, escalateTo: [W1, S2] }
  deploying: { every: 2 hours }
locks: { checkEvery: 1s }
digest: { at: "09:05" }
report: { day: sun, at: "16:30" }
`,
    );
    expect(settings).toMatchObject({
      internalHosts: [],
      checks: { codeReview: true, qa: false },
      components: { db: { critical: false }, web: { critical: true, admin: false, dependsOn: ['db', '42'] } },
      checkEveryMs: 1_000,
      digest: { atMinute: 545 },
      report: { day: 7, atMinute: 990 },
      release: {
        calendar: { timezone: 'Asia/Tokyo', days: [1, 7], fromMinute: 0, toMinute: 1440 },
        selfAccept: true,
        expireAfterMs: 20_000,
        reminders: {
          approvers: { afterMs: 1_000, everyMs: 5_400_000, escalateTo: ['W1', 'S2'] },
          deploying: { afterMs: 3_600_000, everyMs: 7_200_000 },
        },
      },
    });
  });

  it('may leave any optional block or value empty', async () => {
    const empty =
      'language:\ntimezone:\nworkingHours:\nrules:\nchecks: {qa: }\nreminders: {admins: }\nlocks: {holdFor: }\n';
    expect(await load(`${withDb}${empty}`)).toEqual(await load(withDb));
  });

  it('may use anchors, aliases and merge keys', async () => {
    const settings = await load(`${minimal}  db: &critical { critical: true, admin: false }
  copy: *critical
  web: { <<: *critical, admin: true, dependsOn: [db] }
`);
    expect(settings.components).toEqual({
      db: { critical: true, admin: false, dependsOn: [], ...everybody },
      copy: { critical: true, admin: false, dependsOn: [], ...everybody },
      web: { critical: true, admin: true, dependsOn: ['db'], ...everybody },
    });
  });

  it('may name an absolute ticket file', async () => {
    const settings = await load(withDb.replace('data/tickets.yaml', '/srv/tickets.yaml'));
    expect(settings.tickets).toMatchObject([{ file: '/srv/tickets.yaml' }]);
  });
});

describe('mistakes', () => {
  const person = 'the ID of a Slack user, such as U024BE7LH, or of a user group, such as S0614TZR7';
  const duration = 'a duration such as 15m, 2h or 3d, above zero';
  const link = 'an http(s) address with {key} in it, such as https://tracker.example.com/browse/{key}';
  const days = 'one of mon, tue, wed, thu, fri, sat, sun';
  const name = 'a name is made of a-z, 0-9 and -, and does not start with -';

  it.each([
    ['language: de', 'language: must be one of en, ru, not "de"'],
    [
      'timezone: Mars/Olympus',
      'timezone: must be a time zone such as UTC or Europe/Berlin, not "Mars/Olympus"',
    ],
    ['timezone: 3', 'timezone: must be a time zone such as UTC or Europe/Berlin, not the number 3'],
    ['digest: { at: "9:30" }', 'digest.at: must be a time from "00:00" to "23:59", not "9:30"'],
    ['digest: on', 'digest: must be a mapping, not "on"'],
    ['report: { at: "09:30" }', 'report.day: is missing'],
    [
      'report: { day: monday, at: "24:00" }',
      `report.day: must be ${days}, not "monday"`,
      'report.at: must be a time from "00:00" to "23:59", not "24:00"',
    ],
    ['workingHours: { days: [] }', 'workingHours.days: must name at least one day'],
    ['workingHours: { days: mon }', 'workingHours.days: must be a list of days, not "mon"'],
    ['workingHours: { days: [mon, funday] }', `workingHours.days[1]: must be ${days}, not "funday"`],
    [
      'workingHours: { from: "9:00" }',
      'workingHours.from: must be a time from "00:00" to "23:59", not "9:00"',
    ],
    [
      'workingHours: { from: "24:00" }',
      'workingHours.from: must be a time from "00:00" to "23:59", not "24:00"',
    ],
    ['workingHours: { to: "24:01" }', 'workingHours.to: must be a time from "00:00" to "24:00", not "24:01"'],
    [
      'workingHours: { from: 20:00 }',
      'workingHours.to: must be later than `from`; hours that go past midnight are not possible',
    ],
    ['rules: { selfAccept: yes }', 'rules.selfAccept: must be true or false, not "yes"'],
    ['rules: { expireAfter: 14 }', `rules.expireAfter: must be ${duration}, not the number 14`],
    ['rules: { expireAfter: 0d }', `rules.expireAfter: must be ${duration}, not "0d"`],
    ['rules: []', 'rules: must be a mapping, not a list'],
    [
      'releases: { prefix: rel }',
      'releases.prefix: must be capital letters, digits and _, a letter first, such as REL, not "rel"',
    ],
    ['checks: { qa: 5 }', 'checks.qa: must be true, false or a rule, not the number 5'],
    ['checks: { codereview: true }', 'checks.codereview: unknown key; did you mean codeReview?'],
    [
      'reminders: { approvers: { escalateTo: [bob] } }',
      `reminders.approvers.escalateTo[0]: must be ${person}, not "bob"`,
    ],
    [
      'reminders: { requester: { escalateAfter: 1h } }',
      'reminders.requester.escalateAfter: unknown key; known: after, every',
    ],
    [
      'reminders: { boss: {} }',
      'reminders.boss: unknown key; known: approvers, admins, requester, deploying',
    ],
    ['locks: { holdfor: 1h }', 'locks.holdfor: unknown key; did you mean holdFor?'],
    ['slak: {}', 'slak: unknown key; did you mean slack?'],
    ['  Db: {}', `components.Db: ${name}`],
    ['  -x: {}', `components.-x: ${name}`],
    ['  __proto__: {}', `components.__proto__: ${name}`],
    ['  all: {}', 'components.all: the name is reserved: `freeze all` means every component'],
    ['  web: { critical: 1 }', 'components.web.critical: must be true or false, not the number 1'],
    ['  web: { dependsOn: db }', 'components.web.dependsOn: must be a list of components, not "db"'],
    [
      '  web: { dependsOn: [7] }',
      'components.web.dependsOn[0]: must be the name of a component (a number in quotes), not the number 7',
    ],
    [
      '  web: { dependsOn: [db, dbx] }',
      'components.web.dependsOn[1]: there is no component "dbx"; known: db, web',
    ],
    [
      '  web: { dependsOn: [constructor] }',
      'components.web.dependsOn[0]: there is no component "constructor"; known: db, web',
    ],
    ['  web: { dependsOn: [web] }', 'components.web.dependsOn[0]: a component cannot depend on itself'],
    ['  web: critical', 'components.web: must be a mapping, not "critical"'],
    ['  web: *base', 'there is no anchor "&base" above "*base"'],
    ['  db: {}', 'components.db: is there twice'],
    ['people: {}', 'people: is there twice', 'people.approvers: is missing', 'people.admins: is missing'],
  ])('in line 12: %s', async (line, ...mistakes) => {
    expect(await mistakesIn(`${withDb}${line}\n`)).toEqual(mistakes.map((mistake) => `12: ${mistake}`));
  });

  it.each([
    [
      'releaseChannel: releases',
      'releaseChannel: "#releases"',
      2,
      'slack.releaseChannel: must be the name of a channel, without #, or its ID, not "#releases"',
    ],
    [
      'releaseChannel: releases',
      'releaseChannel: releases\n  speakers: { A_CI: ci }',
      3,
      'slack.speakers.A_CI: must be service: and a name, such as service:ci, not "ci"',
    ],
    [
      'releaseChannel: releases',
      'releaseChannel: releases\n  speakers: { ci: service:ci }',
      3,
      'slack.speakers.ci: must be the ID of a Slack app, such as A012ABCD0',
    ],
    [
      'releaseChannel: releases',
      'releaseChannel: releases\n  team: acme',
      3,
      'slack.team[0]: must be the ID of a Slack workspace, such as T024BE7LD, or of an organization, such as E0123ABCD, not "acme"',
    ],
    [
      'releaseChannel: releases',
      'releaseChannel: #releases',
      2,
      'slack.releaseChannel: is empty; it must be the name of a channel, without #, or its ID',
    ],
    ['  releaseChannel: releases', '', 1, 'slack: is empty; it must be a mapping'],
    ['[U_VERA]', '[]', 4, 'people.approvers: must name at least one person or group'],
    ['[U_VERA]', 'U_VERA', 4, 'people.approvers: must be a list of Slack IDs, not "U_VERA"'],
    ['[U_VERA]', '\n    - U_VERA\n    - u_oleg', 6, `people.approvers[1]: must be ${person}, not "u_oleg"`],
    ['[U_VERA]', '["U1\\n"]', 4, `people.approvers[0]: must be ${person}, not "U1\\n"`],
    ['  admins: [S_ADMINS]\n', '', 3, 'people.admins: is missing'],
    [
      'tracker: file',
      'tracker: trello',
      7,
      'tickets.tracker: must be one of file, redmine, jira, github, gitlab, gitea, linear, http, not "trello"',
    ],
    ['file: data/tickets.yaml', 'file: ""', 8, 'tickets.file: must be the path of a file, not ""'],
    [
      'https://t.example.com/{key}',
      'https://t.example.com/',
      9,
      `tickets.linkTemplate: must be ${link}, not "https://t.example.com/"`,
    ],
    [
      'https://t.example.com/{key}',
      'ftp://t/{key}',
      9,
      `tickets.linkTemplate: must be ${link}, not "ftp://t/{key}"`,
    ],
    [
      'https://t.example.com/{key}',
      'https://{key}:x/',
      9,
      `tickets.linkTemplate: must be ${link}, not "https://{key}:x/"`,
    ],
    ['  db: {}\n', '', 10, 'components: is empty; it must be a mapping of components'],
    ['components: # and what it adds\n  db: {}\n', '', 1, 'components: is missing'],
    [
      'components: # and what it adds\n  db: {}\n',
      'components: {}',
      10,
      'components: must name at least one component',
    ],
  ])('in place of %j: %j', async (right, wrong, line, mistake) => {
    expect(await mistakesIn(withDb.replace(right, wrong))).toEqual([`${line}: ${mistake}`]);
  });

  it('names each circle of dependencies', async () => {
    const components =
      '  a: { dependsOn: [b] }\n  b: { dependsOn: [c] }\n  c: { dependsOn: [a] }\n  d: { dependsOn: [e, a] }\n  e: { dependsOn: [d] }\n';
    expect(await mistakesIn(`${minimal}${components}`)).toEqual([
      '13: components.c.dependsOn[0]: the dependencies form a circle: a -> b -> c -> a',
      '15: components.e.dependsOn[0]: the dependencies form a circle: d -> e -> d',
    ]);
  });

  it('names all mistakes at once, in the order of the lines', async () => {
    const text = `timezone: Nowhere
workingHours: { days: 5, from: "20:00" }
slack: { speakers: {}, releaseChannel: 5 }
people: { admins: [U1], boss: 1, approver: 2 }
tickets: { tracker: file, file: t.yaml, linkTemplate: "http://x/{key}" }
components:
  web: { critical: maybe, dependsOn: [dbx, web] }
  db: { color: red }
  db: { color: red }
`;
    const mistakes = await mistakesIn(text);
    expect(mistakes.map((mistake) => mistake.split(': ').slice(0, 2).join(' '))).toEqual([
      '1 timezone',
      '2 workingHours.days',
      '2 workingHours.to',
      '3 slack.releaseChannel',
      '4 people.approvers',
      '4 people.boss',
      '4 people.approver',
      '7 components.web.critical',
      '7 components.web.dependsOn[0]',
      '7 components.web.dependsOn[1]',
      '9 components.db',
      '9 components.db.color',
    ]);
  });

  it('names the line of what an alias stands for', async () => {
    expect(await mistakesIn(`${minimal}  a: &x\n    critical: 1\n  b: *x\n`)).toEqual([
      '12: components.a.critical: must be true or false, not the number 1',
      '12: components.b.critical: must be true or false, not the number 1',
    ]);
  });

  it.each([
    ['', '1: is empty; it must be a mapping'],
    ['# later\n', '1: is empty; it must be a mapping'],
    ['- a\n', '1: must be a mapping, not a list'],
    ['hello', '1: must be a mapping, not "hello"'],
  ])('a file that is no mapping: %j', async (text, mistake) => {
    expect(await mistakesIn(text)).toEqual([mistake]);
  });

  it.each([
    ['a: 1\nb: [1\nc: 2\n', '3: '],
    ['a: 1\n\tb: 2\n', '2: '],
    ['a: b: c\n', '1: '],
    ['a: 1\n---\nb: 1\n', '2: begins a second document'],
  ])('a file that is no YAML: %j', async (text, start) => {
    const [first] = await mistakesIn(text);
    expect(first?.startsWith(start)).toBe(true);
  });

  it('stops at aliases that would fill the memory', async () => {
    const levels = Array.from(
      { length: 30 },
      (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(20)}]`,
    );
    const mistakes = await mistakesIn(`a0: &a0 [x]\n${levels.join('\n')}\n`);
    expect(mistakes).toEqual([expect.stringContaining('stand for more than 1000000 characters')]);
  });

  it('bears a value that holds itself', async () => {
    expect(await mistakesIn(`${withDb}  web: { dependsOn: &x [*x] }\n`)).toEqual([
      '12: "*x" stands within its own "&x"',
    ]);
  });

  it('says where it looked for a file that is not there, and what names another', async () => {
    const missing = join(folder, 'missing.yaml');
    const loading = loadSettings(missing);
    await expect(loading).rejects.toThrow(ConfigError);
    await expect(loading).rejects.toThrow(missing);
    await expect(loading).rejects.toThrow('DOBROBOT_CONFIG');
  });
});

describe('configPath', () => {
  it.each([
    [{}, resolve('dobrobot.yaml')],
    [{ DOBROBOT_CONFIG: '' }, resolve('dobrobot.yaml')],
    [{ DOBROBOT_CONFIG: 'team/a.yaml' }, resolve('team/a.yaml')],
    [{ DOBROBOT_CONFIG: '/etc/dobrobot.yaml' }, '/etc/dobrobot.yaml'],
  ])('%j', (env, path) => {
    expect(configPath(env)).toBe(path);
  });
});
