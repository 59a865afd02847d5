/** `dobrobot check`: what the worker finds, each sign with its rule; and the rules alone. */
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { dobrobot } from './dobrobot.ts';

let company: Company;
beforeAll(async () => {
  company = await startCompany({
    tickets: {},
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
  await writeFile(
    company.ticketsFile,
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
`,
  );
});
afterAll(() => company.close());

const check = (...words: readonly string[]) => dobrobot(['check', ...words], company.env);

describe('a ticket', () => {
  it('is told with who shows each sign, and by which rule', async () => {
    const { code, out } = await check('pay-1');
    expect(out).toMatch(/^PAY-1 {2}Refunds {2}https:\/\/jira\.company\.example\/view\/PAY-1$/m);
    expect(out).toMatch(
      /^ {2}passed +code review: acme\/app#7, approved by oleg {2}https:\/\/git\.example\.com\/7 {2}\(checks\.codeReview, .*company\.yaml:\d+\)$/m,
    );
    expect(out).toMatch(/^ {2}passed +QA {2}\(as the tracker has it\)$/m);
    expect(out).toMatch(
      /^ {2}warning +customer demo: there is no label “shown” {2}\(checks\.customerDemo, /m,
    );
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
    expect(await check('PAY-9')).toMatchObject({ code: 1, out: expect.stringContaining('PAY-9') as string });
    expect(await check('hello', 'there')).toMatchObject({ code: 2, out: '' });
    expect(await check()).toMatchObject({ code: 2, err: 'Say which ticket, or --rules.\n' });
  });

  it('of a release without one, what that was asked for with', async () => {
    const text = ['dobro', '"Rotate the keys"', 'components:billing'];
    const asked = await dobrobot(text, { ...company.env, DOBROBOT_ACTOR: 'U_ANN' });
    expect(asked.code, asked.out).toBe(0);
    const { out } = await check('REL-1');
    expect(out).toMatch(/^Rotate the keys$/m);
    expect(out).toMatch(/^ {2}to judge +security/m);
    expect(await check('REL-77')).toMatchObject({ code: 1 });
  });

  it('is given as JSON', async () => {
    const { out } = await check('PAY-2', '--json');
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'checked',
      missingSigns: ['codeReview', 'qa', 'security'],
    });
  });
});

it('the rules are told without a worker', async () => {
  const { code, out } = await dobrobot(['check', '--rules'], {
    DOBROBOT_CONFIG: company.env['DOBROBOT_CONFIG'] ?? '',
  });
  expect(out).toMatch(
    /^checks\.qa \(.*company\.yaml:\d+\)\n {2}true, as tickets \(file\) has it:\n {4}the word `qa` of the ticket$/m,
  );
  expect(out).toMatch(/^checks\.customerDemo \(.*\)\n {4}label: shown\n {4}severity: warn$/m);
  expect(out).toMatch(/^checks\.releaseDocs \(.*\)\n {4}switched off$/m);
  expect(code).toBe(0);
});
