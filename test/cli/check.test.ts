/** `dobrobot check`: what the worker finds, each sign with its rule; and the rules alone. */
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApiCompany } from '../support/api.ts';
import type { ApiCompany } from '../support/api.ts';
import { dobrobot } from './dobrobot.ts';
import type { Said } from './dobrobot.ts';

let api: ApiCompany;
let token: string;
beforeAll(async () => {
  api = await startApiCompany({
    tickets: {},
    components: {
      billing: { critical: true },
      ledger: { checks: { security: true, qa: { label: 'tested' } } },
    },
    settings: {
      checks: {
        codeReview: { changes: { approvals: 1, afterLastCommit: true } },
        qa: true,
        customerDemo: { label: 'shown', severity: 'warn' },
        releaseDocs: false,
        rollbackDocs: false,
        security: { field: 'Security', is: 'ok', message: 'Ask Eva' },
      },
    },
  });
  token = await api.tokenOf('U_ANN');
  await writeFile(
    api.company.ticketsFile,
    `- key: PAY-1
  title: Refunds
  components: [billing]
  qa: done
  Security: ok
  changes: [{ name: acme/app#7, url: https://git.example.com/7, commit: c1, approvals: [{ by: oleg, commit: c1 }] }]
- { key: PAY-2, components: [billing], qa: missing }
- key: PAY-3
  components: [billing]
  qa: perhaps
- { key: PAY-4, components: [ledger], labels: [tested] }
`,
  );
});
afterAll(() => api.close());

type Check = (...words: readonly string[]) => Promise<Said>;

const byTemporal: Check = (...words) => dobrobot(['check', ...words], api.company.env);
const byApi: Check = (...words) =>
  dobrobot(['check', ...words], { DOBROBOT_URL: api.url, DOBROBOT_TOKEN: token });

const withoutFile: Check = (...words) =>
  dobrobot(['check', ...words], { ...api.company.env, DOBROBOT_CONFIG: '/no/such/dobrobot.yaml' });

describe.each([
  ['Temporal', byTemporal, ', .*company\\.yaml:\\d+'],
  ['Temporal without a file', withoutFile, ''],
  ['the API', byApi, ''],
])('a ticket, by %s,', (_, check, line) => {
  it('is told with who shows each sign, and by which rule', async () => {
    const { code, out } = await check('pay-1');
    expect(out).toMatch(/^PAY-1 {2}Refunds {2}https:\/\/jira\.company\.example\/view\/PAY-1$/m);
    expect(out).toMatch(
      RegExp(
        `^  passed +code review: acme/app#7, approved by oleg  https://git\\.example\\.com/7  \\(checks\\.codeReview${line}\\)$`,
        'm',
      ),
    );
    expect(out).toMatch(/^ {2}passed +QA {2}\(as the tracker has it\)$/m);
    expect(out).toMatch(/^ {2}warning +customer demo: there is no label “shown” {2}\(checks\.customerDemo/m);
    expect(out).toContain('Components: billing');
    expect(code).toBe(0);
  });

  it('with something missing ends with 1', async () => {
    const { code, out } = await check('PAY-2');
    expect(out).toMatch(/^ {2}missing +QA {2}\(as/m);
    expect(out).toMatch(/^ {2}missing +code review: no pull or merge request belongs to it/m);
    expect(out).toMatch(/^ {2}missing +security: Ask Eva/m);
    expect(code).toBe(1);
  });

  it('of which something cannot be told ends with 3, and with why', async () => {
    const { code, out } = await check('PAY-3');
    expect(out).toMatch(
      /^ {2}cannot tell +QA: .*our-tickets\.yaml:\d+: PAY-3: qa must be done.* not "perhaps"/m,
    );
    expect(out).toMatch(/^ {2}missing +security/m);
    expect(code).toBe(3);
  });

  it('that is not there ends with 1, and words that are nothing with 2', async () => {
    expect(await check('PAY-9')).toMatchObject({
      ...{ code: 1, out: '', err: expect.stringContaining('PAY-9') as string },
    });
    expect(await check('hello', 'there')).toMatchObject({ code: 2, out: '' });
    expect(await check()).toMatchObject({ code: 2, err: 'Say which ticket, or --rules.\n' });
  });

  it('whose component has signs of its own', async () => {
    const { out } = await check('PAY-4');
    expect(out).toMatch(RegExp(`^  passed +QA: .*\\(components\\.ledger\\.checks\\.qa${line}\\)$`, 'm'));
    expect(out).toMatch(/^ {2}missing +security.*\(as the tracker has it\)$/m);
  });

  it('is given as JSON', async () => {
    const { out } = await check('PAY-2', '--json');
    expect(JSON.parse(out)).toEqual((await api.call(token, 'GET', '/releases/PAY-2/check')).body);
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'checked',
      missingSigns: ['codeReview', 'qa', 'security'],
      checkedBy: {
        qa: [{ path: 'checks.qa', preset: true }],
        security: [{ path: 'checks.security', preset: false }],
      },
    });
  });

  it.each([
    ['PAY-3', 3, { code: 'cannotTell', status: 503 }],
    ['PAY-9', 1, { code: 'unknownTicket', facts: { ticket: 'PAY-9' } }],
    ['REL-77', 1, { code: 'noRelease', facts: { ticket: 'REL-77' } }],
  ])('is a problem as JSON where it cannot be told: %s', async (ticket, exitCode, problem) => {
    const { code, out } = await check(ticket, '--json');
    expect(code).toBe(exitCode);
    expect(JSON.parse(out)).toMatchObject(problem);
    expect(JSON.parse(out)).toEqual((await api.call(token, 'GET', `/releases/${ticket}/check`)).body);
  });
});

it('what cannot be told tells why, and what was found besides', async () => {
  const { body } = await api.call(token, 'GET', '/releases/PAY-3/check');
  expect(body).toMatchObject({
    detail: expect.stringContaining('not "perhaps"') as string,
    facts: {
      ticket: 'PAY-3',
      reason: expect.stringContaining('not "perhaps"') as string,
      items: [{ item: { key: 'PAY-3' }, evidence: { qa: { outcome: 'cannotTell' } } }],
      checkedBy: { qa: [{ path: 'checks.qa', preset: true }] },
    },
  });
  const elsewhere = await api.tokenOf('U_ANN', { components: ['ledger'] });
  const told = await api.call(elsewhere, 'GET', '/releases/PAY-3/check');
  expect([told.status, told.body['facts']]).toEqual([503, {}]);
});

it('a release without a ticket is checked by what it was asked for with', async () => {
  const text = ['ship', 'Rotate the keys', 'components:billing'];
  const asked = await dobrobot(text, { ...api.company.env, DOBROBOT_ACTOR: 'U_ANN' });
  expect(asked.code, asked.out).toBe(0);
  for (const check of [byTemporal, byApi]) {
    const { out } = await check('REL-1');
    expect(out).toMatch(/^Rotate the keys$/m);
    expect(out).toMatch(/^ {2}to judge +security/m);
  }
});

it('one word that is released takes quotes of its own', async () => {
  const by = { DOBROBOT_URL: api.url, DOBROBOT_TOKEN: token };
  const refused = await dobrobot(['dobro', 'Rollout', 'components:billing'], by);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining(`'"Rollout"'`) as string });
  expect((await dobrobot(['dobro', '"Rollout"', 'components:billing'], by)).code).toBe(0);
  const typo = await dobrobot(['dobro', 'PAY-1', 'hotfx'], by);
  expect(typo).toMatchObject({ code: 2, err: expect.not.stringContaining(`'"`) as string });
});

it('the rules are told without a worker', async () => {
  const { code, out } = await dobrobot(['check', '--rules'], {
    DOBROBOT_CONFIG: api.company.env['DOBROBOT_CONFIG'] ?? '',
  });
  expect(out).toMatch(
    /^checks\.qa \(.*company\.yaml:\d+\)\n {2}true, as tickets \(file\) has it:\n {4}the word `qa` of the ticket$/m,
  );
  expect(out).toMatch(/^checks\.customerDemo \(.*\)\n {4}label: shown\n {4}severity: warn$/m);
  expect(out).toMatch(/^checks\.releaseDocs \(.*\)\n {4}switched off$/m);
  expect(code).toBe(0);
});
