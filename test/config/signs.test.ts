/** How signs and trackers are configured, and their mistakes by line. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSettings } from '../../config/load-settings.ts';
import type { Settings } from '../../domain/settings.ts';
import type { SignRule } from '../../domain/signs/rule.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});

const one = '{ tracker: file, file: t.yaml, linkTemplate: "https://t.example.com/{key}" }';
const base = (tickets = one) => `slack: { releaseChannel: releases }
people: { approvers: [U_VERA], admins: [U_ADAM] }
components: { db: {}, web: { checks: { qa: false, security: { label: secure } }, paths: ["web/**"] } }
tickets: ${tickets}
`;

const load = async (text: string): Promise<Settings> => {
  const path = join(folder, 'dobrobot.yaml');
  await writeFile(path, text);
  return loadSettings(path);
};
const mistakes = async (text: string): Promise<readonly string[]> => {
  const error: unknown = await load(text).catch((reason: unknown) => reason);
  if (!(error instanceof Error)) throw new Error('it was accepted');
  return error.message.replaceAll(`${join(folder, 'dobrobot.yaml')}:`, '').split('\n');
};

describe('signs', () => {
  const rule = (condition: SignRule['condition'], rest: Partial<SignRule> = {}): SignRule => ({
    condition,
    when: null,
    severity: 'block',
    message: null,
    ...rest,
  });

  it('are read as the contract writes them', async () => {
    const { checks, components } = await load(`${base()}checks:
  codeReview:   { changes: { atLeast: 1, approvals: 1, notByAuthor: true, afterLastCommit: true, pipeline: passed, merged: true } }
  qa:           { anyOf: [ { field: QA result, is: [Passed, Not needed] }, { label: qa-passed } ] }
  customerDemo: { link: { type: is demoed by, status: done } }
  releaseDocs:  { page: { from: { field: Release notes }, section: Release, atLeastChars: 80 } }
  rollbackDocs: { checkbox: Rollback described, severity: warn }
  security:     { expression: '"security" in ticket.labels || ticket.kind != "feature"', message: Ask the security team }
  Load test:    { not: { status: [Open, todo] }, when: { label: heavy } }
  legal: true
`);
    expect(checks).toEqual({
      codeReview: rule({
        ...{ kind: 'changes', atLeast: 1, approvals: 1, notByAuthor: true, afterLastCommit: true },
        ...{ pipeline: 'passed', merged: true },
      }),
      qa: rule({
        kind: 'anyOf',
        of: [
          { kind: 'field', field: 'QA result', is: ['Passed', 'Not needed'] },
          { kind: 'label', label: 'qa-passed' },
        ],
      }),
      customerDemo: rule({ kind: 'link', type: 'is demoed by', status: ['done'] }),
      releaseDocs: rule({
        ...{ kind: 'page', from: { field: 'Release notes' }, section: 'Release', atLeastChars: 80 },
      }),
      rollbackDocs: rule({ kind: 'checkbox', checkbox: 'Rollback described' }, { severity: 'warn' }),
      security: rule(
        { kind: 'expression', expression: '"security" in ticket.labels || ticket.kind != "feature"' },
        { message: 'Ask the security team' },
      ),
      'Load test': rule(
        { kind: 'not', of: { kind: 'status', status: ['Open', 'todo'] } },
        { when: { kind: 'label', label: 'heavy' } },
      ),
      legal: true,
    });
    expect(components['db']).not.toHaveProperty('checks');
    expect([components['db']?.paths, components['web']?.paths]).toEqual([undefined, ['web/**']]);
    expect(components['web']?.checks).toEqual({
      qa: false,
      security: rule({ kind: 'label', label: 'secure' }),
    });
  });

  it('have their approvals implied by whose they may be', async () => {
    const { checks } = await load(`${base()}checks: { codeReview: { changes: { notByAuthor: true } } }\n`);
    expect(checks['codeReview']).toMatchObject({ condition: { atLeast: 1, approvals: 1, merged: false } });
  });

  it.each([
    ['qa: yes please', 'checks.qa: must be true, false or a rule, not "yes please"'],
    [
      'qa: {}',
      'checks.qa: must have one of field, label, status, link, checkbox, changes, page, expression, anyOf, allOf, not',
    ],
    [
      'qa: { label: a, checkbox: b }',
      'checks.qa: must have only one of label, checkbox; anyOf and allOf join rules',
    ],
    [
      'qa: { label: 5 }',
      'checks.qa.label: must be a text of at most 200 characters (a number in quotes), not the number 5',
    ],
    ['qa: { field: a, is: [] }', 'checks.qa.is: must have at least one value'],
    ['qa: { field: a, is: "" }', 'checks.qa.is: is an empty text'],
    ['qa: { status: [] }', 'checks.qa.status: must have at least one value'],
    ['qa: { lable: a }', 'checks.qa.lable: unknown key; did you mean label?'],
    ['qa: { label: a, is: [b] }', 'checks.qa.is: belongs to `field`'],
    ['qa: { label: a, severity: loud }', 'checks.qa.severity: must be block or warn, not "loud"'],
    ['qa: { anyOf: [ { label: a, severity: warn } ] }', 'checks.qa.anyOf[0].severity: unknown key; known: '],
    ['qa: { anyOf: [] }', 'checks.qa.anyOf: must have at least one rule'],
    ['qa: { not: { not: { field: [] } } }', 'checks.qa.not.not.field: must be a text'],
    ['qa: { changes: { approvals: -1 } }', 'checks.qa.changes.approvals: must be a whole number, 0 or more'],
    ['qa: { changes: { pipeline: green } }', 'checks.qa.changes.pipeline: must be passed, not "green"'],
    ['qa: { expression: ticket.lables == 1 }', 'checks.qa.expression: No such key: lables'],
    [
      'qa: { label: a, when: { expression: "1" } }',
      'checks.qa.when.expression: must give true or false, not a int',
    ],
    ['codeReveiw: true', 'checks.codeReveiw: unknown key; did you mean codeReview?'],
    ['QA: true', 'checks.QA: unknown key; did you mean qa?'],
    [
      'url: { label: a }',
      'checks.url: is the name of something else that is checked; call the sign otherwise',
    ],
    ['"1st": { label: a }', 'checks.1st: a sign is called by letters'],
  ])('have the mistake in %s named', async (line, mistake) => {
    const [first, second] = await mistakes(`${base()}checks:\n  ${line}\n`);
    expect(first?.startsWith(`6: ${mistake}`), first).toBe(true);
    expect(second).toBeUndefined();
  });

  it('have those of a component named, too', async () => {
    const text = base().replace('label: secure', 'label: secure, severity: x');
    expect(await mistakes(text)).toEqual([
      '3: components.web.checks.security.severity: must be block or warn, not "x"',
    ]);
  });
});

describe('pages', () => {
  it.each([
    [
      'matches: https://wiki.example.com',
      'pages[0].matches: must be the beginning of http(s) addresses with a / behind the host',
    ],
    ['matches: "https://w/", userEnv: U', 'pages[0].userEnv: belongs together with passwordEnv'],
    [
      'matches: "https://w/", tokenEnv: a secret',
      'pages[0].tokenEnv: must be the name of an environment variable',
    ],
    [
      'matches: "https://w/", passwordEnv: P',
      'pages[0].userEnv: belongs together with passwordEnv or tokenEnv',
    ],
    [
      'matches: "https://w/", userEnv: U, passwordEnv: P, tokenEnv: T',
      'pages[0].tokenEnv: stands beside passwordEnv; one is enough',
    ],
    ['matches: "https://w/", api: "https://w/api.php"', 'pages[0].api: unknown key; known: kind, matches'],
    [
      'matches: "https://w/", kind: wiki',
      'pages[0].kind: must be one of http, mediawiki, confluence, dokuwiki, not "wiki"',
    ],
    [
      'matches: "https://w/", kind: mediawiki, api: /api.php',
      'pages[0].api: must be an http(s) address without a user or a password, not "/api.php"',
    ],
    ['matches: "https://w/", kind: mediawiki, cloudId: c', 'pages[0].cloudId: unknown key; known: '],
  ])('with a mistake: %s', async (page, mistake) => {
    const [first] = await mistakes(
      `${base()}pages: [ { ${page.includes('kind:') ? '' : 'kind: http, '}${page} } ]\n`,
    );
    expect(first?.startsWith(`5: ${mistake}`), first).toBe(true);
  });

  it('and the hosts of an internal network are named', async () => {
    const page = '{ matches: "https://w.example.com/x", kind: http, tokenEnv: WIKI }';
    const settings = await load(`${base()}pages: [${page}]\ninternalHosts: [W.example.com, "[::1]"]\n`);
    expect(settings.pages).toMatchObject([
      { matches: 'https://w.example.com/x', tokenEnv: 'WIKI', userEnv: null },
    ]);
    expect(settings.internalHosts).toEqual(['w.example.com', '::1']);
    expect((await mistakes(`${base()}internalHosts: ["w:80"]\n`))[0]).toContain(
      '5: internalHosts[0]: must be the name',
    );
  });
});

it('pages are read as the contract writes them', async () => {
  const { pages } = await load(`${base()}pages:
  - { matches: https://wiki.acme.com/, kind: mediawiki, userEnv: WIKI_USER, passwordEnv: WIKI_PASSWORD }
  - { matches: https://w.acme.com/, kind: mediawiki, api: "https://w.acme.com/x/api.php" }
  - { matches: https://acme.atlassian.net/wiki/, kind: confluence, userEnv: CF_USER, tokenEnv: CF_TOKEN, cloudId: c-1 }
  - { matches: https://doku.acme.com/, kind: dokuwiki }
`);
  const none = { userEnv: null, passwordEnv: null, tokenEnv: null, api: null, cloudId: null };
  expect(pages).toEqual([
    {
      ...none,
      matches: 'https://wiki.acme.com/',
      kind: 'mediawiki',
      userEnv: 'WIKI_USER',
      passwordEnv: 'WIKI_PASSWORD',
    },
    { ...none, matches: 'https://w.acme.com/', kind: 'mediawiki', api: 'https://w.acme.com/x/api.php' },
    {
      ...none,
      ...{
        matches: 'https://acme.atlassian.net/wiki/',
        kind: 'confluence',
        userEnv: 'CF_USER',
        tokenEnv: 'CF_TOKEN',
      },
      cloudId: 'c-1',
    },
    { ...none, matches: 'https://doku.acme.com/', kind: 'dokuwiki' },
  ]);
});

describe('a GitHub App', () => {
  it('has its ID as a number or in a variable', async () => {
    const app = async (of: string) => (await load(base(`{ tracker: github, ${of} }`))).tickets[0];
    expect(await app('appId: 4711, privateKeyEnv: K')).toMatchObject({
      ...{ url: 'https://github.com', tokenEnv: null, appId: '4711', appIdEnv: null, privateKeyEnv: 'K' },
    });
    expect(await app('appIdEnv: I, privateKeyEnv: K')).toMatchObject({ appId: null, appIdEnv: 'I' });
  });

  it.each([
    ['', 'tickets.tokenEnv: is missing; or appId and privateKeyEnv of a GitHub App'],
    ['appId: 1', 'tickets.privateKeyEnv: is missing beside the ID of a GitHub App'],
    ['privateKeyEnv: K', 'tickets.appId: is missing beside privateKeyEnv, or appIdEnv is'],
    [
      'appId: 1, privateKeyEnv: K, tokenEnv: T',
      'tickets.tokenEnv: stands beside a GitHub App; take the token or the app',
    ],
    ['appId: 1, appIdEnv: I, privateKeyEnv: K', 'tickets.appIdEnv: stands beside appId; one is enough'],
    ['appId: -1, privateKeyEnv: K', 'tickets.appId: must be the ID of a GitHub App, such as 12345'],
  ])('with a mistake: %s', async (of, mistake) => {
    const [first] = await mistakes(base(`{ tracker: github${of === '' ? '' : `, ${of}`} }`));
    expect(first?.startsWith(`4: ${mistake}`), first).toBe(true);
  });
});

describe('trackers of other kinds', () => {
  const tracker = (of: string) => `{ ${of} }`;
  it.each([
    ['tracker: redmine', ['4: tickets.tokenEnv: is missing', '4: tickets.url: is missing']],
    [
      'tracker: redmine, url: "https://u:p@r", tokenEnv: T',
      ['4: tickets.url: must be an http(s) address without a user or a password, not "https://…@r"'],
    ],
    [
      'tracker: github, tokenEnv: ghp_abc',
      [
        '4: tickets.tokenEnv: must be the name of an environment variable, such as AUDIT_SECRET; the secret itself stands there',
      ],
    ],
    [
      'tracker: jira, url: "https://j", tokenEnv: T, file: x',
      [
        '4: tickets.file: unknown key; known: tracker, keys, linkTemplate, tokenEnv, url, userEnv, cloudId, writeBack',
      ],
    ],
    [
      'tracker: http',
      [
        '4: tickets.url: is missing',
        '4: tickets.ticket: is missing: where the title and the rest stand in the answer',
      ],
    ],
    [
      'tracker: http, url: "https://t/{key}", linkTemplate: "https://t/{key}", ticket: { title: boddy.x }',
      ['4: tickets.ticket.title: Unknown variable: boddy'],
    ],
    [
      'tracker: http, url: "https://u:hunter2@t/{key}", linkTemplate: "https://t/{key}", ticket: { title: body.x }',
      [
        '4: tickets.url: must be an http(s) address without a user or a password, with no placeholder but {key}, not "https://…@t/{key}"',
      ],
    ],
    ...['https://{key}.t/x', 'https://t/{key}/{foo}', 'ftp://t/{key}'].map((url): [string, string[]] => [
      `tracker: http, url: "${url}", linkTemplate: "https://t/{key}", ticket: { title: body.x }`,
      [
        `4: tickets.url: must be an http(s) address without a user or a password, with no placeholder but {key}, not "${url}"`,
      ],
    ]),
    [
      'tracker: http, url: "https://t/{key}", projectUrl: "https://t.evil.example.com/{project}", linkTemplate: "https://t/{key}", ticket: { title: body.x }',
      ['4: tickets.projectUrl: must be on the same server as url: the credential is for that one'],
    ],
    [
      'tracker: http, url: "https://t/{key}", tokenEnv: T, userEnv: U, passwordEnv: P, linkTemplate: "https://t/{key}", ticket: { title: body.x }',
      ['4: tickets.userEnv: stands beside tokenEnv; one is enough'],
    ],
    ...[
      ['"X Org": a', 'X Org: must be the name of a header, such as X-Org-ID'],
      ['X-Org: "a\\nb"', 'X-Org: must be one line, in letters that a header can have'],
      ['X-Id: []', 'X-Id: must be a text, not a list'],
    ].map(([header = '', mistake = '']): [string, string[]] => [
      `tracker: http, preset: yandex, tokenEnv: T, headers: { ${header} }`,
      [`4: tickets.headers.${mistake}`],
    ]),
    ['tracker: http, preset: trello', ['4: tickets.preset: must be one of youtrack, yandex, not "trello"']],
  ])('with mistakes: %s', async (of, all) => {
    expect(await mistakes(base(tracker(of)).replace(', security: { label: secure }', ''))).toEqual(all);
  });

  it('have addresses of their own, and no sign of a name that they do not know', async () => {
    const { tickets } = await load(
      base(`
  a: { tracker: jira, url: "https://acme.atlassian.net/", userEnv: U, tokenEnv: T, keys: "A-*" }
  b: { tracker: github, tokenEnv: T, keys: "b/*" }
  c: { tracker: http, preset: youtrack, url: "https://yt/", tokenEnv: T, keys: "C-*" }
  d: { tracker: http, url: "https://own/api/{key}?x=1", linkTemplate: "https://own/{key}", ticket: { title: body.t }, keys: "D-*" }`),
    );
    expect(tickets).toMatchObject([
      {
        name: 'a',
        url: 'https://acme.atlassian.net',
        addresses: ['https://acme.atlassian.net/browse/{key}'],
      },
      { addresses: ['https://github.com/{repo}/issues/{number}', 'https://github.com/{repo}/pull/{number}'] },
      { url: 'https://yt', addresses: ['https://yt/issue/{key}'], scheme: 'Bearer' },
      { url: 'https://own', path: '/api/{key}?x=1', addresses: ['https://own/{key}', 'https://own/{key}'] },
    ]);
    const redmine = base('{ tracker: redmine, url: "https://r", tokenEnv: T }');
    expect(await mistakes(`${redmine}checks: { security: true }\n`)).toEqual([
      '5: checks.security: must be a rule: only the usual signs are known to each tracker',
    ]);
  });

  it('take a number in a header', async () => {
    const { tickets } = await load(
      base('{ tracker: http, preset: yandex, tokenEnv: T, headers: { X-Org-ID: 42 } }'),
    );
    expect(tickets).toMatchObject([{ headers: { 'X-Org-ID': '42' } }]);
  });
});

describe('trackers', () => {
  it('may be several, each with its keys', async () => {
    const { tickets } = await load(
      base(`
  main: { tracker: file, file: a.yaml, linkTemplate: "https://a/{key}", keys: "PAY-*" }
  rest: { tracker: file, file: b.yaml, linkTemplate: "https://b/{key}" }`),
    );
    expect(tickets).toEqual([
      {
        name: 'main',
        tracker: 'file',
        file: join(folder, 'a.yaml'),
        addresses: ['https://a/{key}'],
        keys: 'PAY-*',
      },
      {
        name: 'rest',
        tracker: 'file',
        file: join(folder, 'b.yaml'),
        addresses: ['https://b/{key}'],
        keys: '*',
      },
    ]);
  });

  const file = (keys: string) =>
    `{ tracker: file, file: t.yaml, linkTemplate: "https://t/{key}", keys: ${keys} }`;
  it.each([
    [file('"[A"'), '4: tickets.keys: has a [ without its ]'],
    [
      file('5'),
      '4: tickets.keys: must be a pattern of keys, such as "PAY-*" (a number in quotes), not the number 5',
    ],
    [`\n  a: ${file('"A-*"')}\n  b: { file: t.yaml }`, '6: tickets.b.tracker: is missing'],
    [
      `\n  a: ${file('"A-*"')}\n  B: ${file('"B-*"')}`,
      '6: tickets.B: a name is made of a-z, 0-9 and -, and does not start with -',
    ],
    [
      `\n  a: ${file('"*"')}\n  b: ${file('"B-*"')}`,
      '6: tickets.b: is never asked: tickets.a before it takes every key; give that one `keys`, or let it come last',
    ],
    [
      `\n  a: ${file('"A-*"')}\n  b: ${file('"a-*"')}`,
      '6: tickets.b: is never asked: tickets.a before it takes the same keys',
    ],
    [
      file('"R*"'),
      '4: tickets.keys: tickets.keys "R*" takes the keys of releases without a ticket, REL-1 and so on; choose another releases.prefix',
    ],
  ])('%s', async (tickets, mistake) => {
    const [first] = await mistakes(base(tickets));
    expect(first).toBe(mistake);
  });

  it('may take the prefix of releases without a ticket only where there are none, or where they take all', async () => {
    const taken = `${base(file('"rel-*"'))}releases:\n  prefix: REL\n`;
    expect((await mistakes(taken))[0]).toMatch(/^6: releases\.prefix: tickets\.keys "rel-\*" takes/);
    await load(`${base(file('"rel-*"'))}releases: { withoutTicket: false }\n`);
    for (const all of ['[A-Z]*', '[A-Z][A-Z][A-Z]*-*', '???*-*']) await load(base(file(JSON.stringify(all))));
    expect((await mistakes(base(file('"[N-Z]*"'))))[0]).toMatch(
      /takes the keys of releases without a ticket/,
    );
  });
});
