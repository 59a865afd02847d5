/** Rules over tickets from a file, from the configuration to the report that a release gets. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkTicket } from '../../activities/check-ticket.ts';
import { httpFor } from '../../http/http.ts';
import { sourcesOf } from '../../activities/tickets/trackers.ts';
import { loadSettings } from '../../config/load-settings.ts';
import type { RequestOptions } from '../../domain/command/command.ts';
import { differencesBetween, withoutCode } from '../../domain/release/snapshot.ts';
import { signs as usualSigns } from '../../domain/settings.ts';
import type { Snapshot } from '../../domain/release/snapshot.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const world = { http: httpFor([]), env: {} };
let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
const plain: RequestOptions = { wikiLink: null, noNeedAdmin: false, hotfix: false, components: null };
/** Turns off the usual signs that `checks` does not mention. */
const offBut = (checks: string): string =>
  usualSigns
    .filter((sign) => !checks.includes(`${sign}:`))
    .map((sign) => `${sign}: false`)
    .join(', ');

async function check(
  checks: string,
  ticket: string,
  options: Partial<RequestOptions> = {},
  components = '{ billing: {}, web: {} }',
) {
  await writeFile(join(folder, 'tickets.yaml'), ticket);
  const path = join(folder, 'dobrobot.yaml');
  await writeFile(
    path,
    `slack: { releaseChannel: releases }
people: { approvers: [U_VERA], admins: [U_ADAM] }
tickets: { tracker: file, file: tickets.yaml, linkTemplate: "https://t.example.com/{key}" }
components: ${components}
checks: { ${[offBut(checks), checks].filter((text) => text !== '').join(', ')} }
`,
  );
  const settings = await loadSettings(path);
  const items = [...ticket.matchAll(/key: (\S+?)[,\s]/g)].map(([, key = '']) => ({
    kind: 'ticket' as const,
    key,
  }));
  return checkTicket({ id: 'X-1', items }, { ...plain, ...options }, settings, sourcesOf(settings, world));
}

const evidenceIn = async (...asked: Parameters<typeof check>) => {
  const report = await check(...asked);
  if (report.outcome !== 'checked') throw new Error(JSON.stringify(report));
  return report;
};

describe('a sign', () => {
  it('passes with who shows it', async () => {
    const report = await evidenceIn(
      'codeReview: { changes: { approvals: 1, afterLastCommit: true } }, security: { label: secure }',
      '- key: X-1 \n  labels: [secure]\n  changes: [{ name: a#1, url: https://git/1, commit: c1, approvals: [{ by: oleg, commit: c1 }] }]',
    );
    expect(report.missingSigns).toEqual([]);
    expect(report.evidence).toEqual({
      codeReview: {
        outcome: 'passed',
        shown: [
          { fact: { fact: 'change', name: 'a#1', commit: 'c1', approvedBy: ['oleg'] }, url: 'https://git/1' },
        ],
      },
      security: { outcome: 'passed', shown: [{ fact: { fact: 'label', label: 'secure' }, url: null }] },
    });
  });

  it('is missing with its reason, or with its own message', async () => {
    const report = await evidenceIn(
      'qa: { field: QA, is: Passed }, security: { label: secure, message: Ask Eva }',
      '- { key: X-1, QA: Failed }',
    );
    expect(report.missingSigns).toEqual(['qa', 'security']);
    expect(report.evidence).toMatchObject({
      qa: { outcome: 'missing', why: { why: 'field', value: 'Failed' }, message: null, warn: false },
      security: { outcome: 'missing', message: 'Ask Eva' },
    });
  });

  it('that only warns holds nothing up, be it missing or not to be told', async () => {
    const report = await evidenceIn(
      'qa: { label: tested, severity: warn }, security: { label: secure, severity: warn }',
      '- { key: X-1, components: [web], labels: { broken: true } }',
    );
    expect(report.missingSigns).toEqual([]);
    expect(report.evidence).toMatchObject({ qa: { outcome: 'cannotTell', warn: true } });
  });

  it('that cannot be told holds the release, whatever else is missing', async () => {
    const report = await check('qa: true, security: { label: secure }', '- key: X-1 \n  qa: failed\n');
    expect(report).toMatchObject({
      outcome: 'unavailable',
      items: [{ evidence: { qa: { outcome: 'cannotTell' }, security: { outcome: 'missing' } } }],
      message: `QA: ${join(folder, 'tickets.yaml')}:2: X-1: qa must be done, missing, true, false or an http(s) address, not "failed"`,
    });
  });

  it('that cannot be told says so, not what the configuration has said where it is missing', async () => {
    const rule = 'security: { label: secure, message: Ask Eva }';
    const broken = await check(rule, '- { key: X-1, components: [web], labels: { broken: true } }');
    expect(broken).toMatchObject({
      outcome: 'unavailable',
      message: expect.stringMatching(/^security: the labels cannot be read: /) as string,
    });
  });

  it('of one component has any name that a sign may have', async () => {
    const components = '{ billing: { checks: { constructor: { label: built } } }, web: {} }';
    const options = { components: ['billing', 'web'] };
    const report = await evidenceIn('', '- { key: X-1, labels: [built] }', options, components);
    expect(report.evidence).toMatchObject({ constructor: { outcome: 'passed' } });
  });

  it('is not looked for in components that are guessed', async () => {
    const components = '{ billing: { paths: ["billing/**"] }, x: {} }';
    const ticket = '- { key: X-1, project: x, changes: { broken: true } }';
    expect(await check('', ticket, {}, components)).toMatchObject({
      outcome: 'unavailable',
      message: expect.stringMatching(/^what it touches cannot be read: .*`components:`/) as string,
    });
    const named = await evidenceIn('', ticket, { components: ['x'] }, components);
    expect(named.scope.components).toEqual(['x']);
  });

  it('that is switched off is not looked at', async () => {
    const report = await evidenceIn('security: true', '- { key: X-1, qa: failed, security: done }');
    expect(report.evidence).toEqual({ security: true });
  });

  it('is not asked for where its condition is not so', async () => {
    const rule = 'security: { label: secure, when: { expression: ticket.kind == "feature" } }';
    expect((await evidenceIn(rule, '- { key: X-1, kind: bug }')).evidence).toEqual({});
    expect((await evidenceIn(rule, '- { key: X-1, kind: feature }')).missingSigns).toEqual(['security']);
  });

  it('of a component replaces that of all; of several, each is needed', async () => {
    const components =
      '{ billing: { checks: { qa: { label: load-tested } } }, web: { checks: { demo: { label: shown } } }, ops: { checks: { qa: false } } }';
    const of = async (names: readonly string[], ticket: string) =>
      (await evidenceIn('qa: { label: tested }', ticket, { components: names }, components)).missingSigns;
    expect(await of(['billing'], '- { key: X-1, labels: [load-tested] }')).toEqual([]);
    expect(await of(['ops'], '- { key: X-1 }')).toEqual([]);
    expect(await of(['web'], '- { key: X-1, labels: [tested] }')).toEqual(['demo']);
    expect(await of(['billing', 'web'], '- { key: X-1, labels: [load-tested, shown] }')).toEqual(['qa']);
    expect(await of(['billing', 'web'], '- { key: X-1, labels: [tested, load-tested, shown] }')).toEqual([]);
  });

  it('is asked of each of several tickets', async () => {
    const report = await evidenceIn(
      'qa: { label: tested }',
      '- { key: X-1, labels: [tested] }\n- { key: X-2, components: [billing] }',
    );
    expect(report.missingSigns).toEqual(['qa']);
    expect(report.items?.map(({ evidence }) => evidence['qa'])).toMatchObject([
      { outcome: 'passed' },
      { outcome: 'missing' },
    ]);
  });

  it('of documents is shown by the link that came with the command', async () => {
    const wikiLink = 'https://wiki.example.com/1';
    const rule = 'releaseDocs: { page: { from: { field: Docs } } }';
    expect((await evidenceIn(rule, '- { key: X-1 }', { wikiLink })).evidence).toEqual({
      releaseDocs: wikiLink,
    });
    expect((await evidenceIn(rule, '- { key: X-1 }')).missingSigns).toEqual(['releaseDocs']);
  });
});

describe('what a good was given for', () => {
  const rule =
    'codeReview: { changes: { approvals: 1 } }, qa: { status: done }, demo: { label: a, severity: warn }';
  const snapshot = async (ticket: string): Promise<Snapshot> => {
    const { evidence, items = [] } = await evidenceIn(rule, ticket);
    return { ...{ url: null, components: [], leftOut: [], locks: [], approvals: [] }, evidence, items };
  };
  const ticket = (of: { commit?: string; by?: string; status?: string; labels?: string }) =>
    `- key: X-1 \n  components: [web]\n  status: { name: ${of.status ?? 'Done'}, category: done }\n  labels: ${of.labels ?? '[a]'}\n  changes: [{ name: a#1, commit: ${of.commit ?? 'c1'}, approvals: [${of.by ?? 'oleg'}] }]`;
  const differs = async (of: Parameters<typeof ticket>[0]) =>
    differencesBetween(await snapshot(ticket({})), await snapshot(ticket(of)));

  it('is other once the code is', async () => {
    expect(await differs({ commit: 'c2' })).toEqual([
      { aspect: 'codeReview', before: 'a#1 @ c1', after: 'a#1 @ c2' },
    ]);
    expect(await differs({ labels: '[]' })).toEqual([{ aspect: 'demo', before: 'a', after: null }]);
  });

  const byCode = [
    "codeReview: { expression: 'ticket.changes.all(c, size(c.approvals) > 0)' }",
    'codeReview: { not: { changes: { atLeast: 9 } } }',
    'codeReview: { anyOf: [ { changes: { approvals: 2 } }, { label: a } ] }',
    "codeReview: { allOf: [ { label: a }, { expression: 'ticket.changes.size() > 0' } ] }",
  ];
  describe.each(byCode)('by %s', (looking) => {
    const found = async (of: Parameters<typeof ticket>[0]) => {
      const { evidence, items = [] } = await evidenceIn(looking, ticket(of));
      return { ...{ url: null, components: [], leftOut: [], locks: [], approvals: [] }, evidence, items };
    };
    it('is other once the code is, and not before', async () => {
      const before = await found({});
      expect(differencesBetween(before, await found({}))).toEqual([]);
      const [difference, ...more] = differencesBetween(before, await found({ commit: 'c2' }));
      expect(more).toEqual([]);
      expect(difference?.before).toMatch(/; a#1 @ c1$/);
      expect(difference?.after).toMatch(/; a#1 @ c2$/);
    });

    it('is the same as an earlier version has found, which told of no code', async () => {
      const earlier = withoutCode(await found({}));
      expect(JSON.stringify(earlier)).not.toContain('c1');
      for (const commit of ['c1', 'c2']) {
        expect(differencesBetween(earlier, await found({ commit }))).toEqual([]);
        expect(differencesBetween(await found({ commit }), earlier)).toEqual([]);
      }
    });
  });

  it('tells of no code where not all of it could be read', async () => {
    const rule = 'codeReview: { anyOf: [ { changes: { approvals: 2 } }, { label: a } ] }';
    const { evidence } = await evidenceIn(rule, '- { key: X-1, labels: [a], changes: { broken: true } }', {
      components: ['web'],
    });
    expect(evidence['codeReview']).toEqual({
      outcome: 'passed',
      shown: [{ fact: { fact: 'label', label: 'a' }, url: null }],
    });
  });

  it.each([{}, { by: 'oleg, vera' }, { status: 'Closed' }, { labels: '{ unreadable: now }' }])(
    'is the same with %j',
    async (of) => {
      expect(await differs(of)).toEqual([]);
    },
  );
});

it('a ticket of no tracker is unknown', async () => {
  const settings = await loadSettings('dobrobot.yaml');
  const [first] = settings.tickets;
  const one = { ...settings, tickets: first === undefined ? [] : [{ ...first, keys: 'OPS-*' }] };
  const subject = { id: 'PAY-1', items: [{ kind: 'ticket', key: 'PAY-1' } as const] };
  expect(await checkTicket(subject, plain, one, sourcesOf(one, world))).toEqual({
    outcome: 'unknownTicket',
    ticket: 'PAY-1',
  });
});
