/** What each kind of rule finds in a ticket. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../domain/signs/evaluate.ts';
import type { Finding } from '../../../domain/signs/finding.ts';
import { blocking } from '../../../domain/signs/rule.ts';
import type { Condition } from '../../../domain/signs/rule.ts';
import type { TicketPart, Ticket } from '../../../domain/signs/ticket.ts';
import { find, findSign, knownOf, reviewed } from './known.ts';

type Outcome = Finding['outcome'];

describe('a field', () => {
  const qa = { kind: 'field', field: 'QA result', is: ['Passed', 'Not needed'] } as const;
  const any = { kind: 'field', field: 'Docs', is: null } as const;

  it.each<[Condition, Ticket['fields'], Outcome]>([
    [qa, { 'QA result': 'Passed' }, 'passed'],
    [qa, { 'qa  RESULT': 'not needed ' }, 'passed'],
    [qa, { 'QA result': ['Failed', 'Passed'] }, 'passed'],
    [qa, { 'QA result': 'Failed' }, 'missing'],
    [qa, { 'QA result': 'Passed with remarks' }, 'missing'],
    [qa, { 'QA result': null }, 'missing'],
    [qa, { 'QA result': [] }, 'missing'],
    [qa, {}, 'missing'],
    [{ kind: 'field', field: 'constructor', is: null }, {}, 'missing'],
    [{ kind: 'field', field: 'Points', is: [3] }, { Points: 3 }, 'passed'],
    [{ kind: 'field', field: 'Points', is: [3] }, { Points: '3' }, 'passed'],
    [{ kind: 'field', field: 'Points', is: [1.5] }, { Points: '1.50' }, 'passed'],
    [{ kind: 'field', field: 'Points', is: ['1.5'] }, { Points: '1.50' }, 'missing'],
    [{ kind: 'field', field: 'Points', is: [1] }, { Points: true }, 'missing'],
    [{ kind: 'field', field: 'Points', is: [0] }, { Points: 'none' }, 'missing'],
    [{ kind: 'field', field: 'Done', is: [false] }, { Done: false }, 'passed'],
    [{ kind: 'field', field: 'Done', is: null }, { Done: '0' }, 'missing'],
    [{ kind: 'field', field: 'Done', is: ['0'] }, { Done: '0' }, 'passed'],
    [{ kind: 'field', field: 'Done', is: [true] }, { Done: '1' }, 'passed'],
    [{ kind: 'field', field: 'Done', is: [true] }, { Done: 'Yes' }, 'passed'],
    [{ kind: 'field', field: 'Done', is: [true] }, { Done: '0' }, 'missing'],
    [{ kind: 'field', field: 'Done', is: [false] }, { Done: '0' }, 'passed'],
    [{ kind: 'field', field: 'Done', is: [1] }, { Done: 'yes' }, 'missing'],
    [qa, { 'QA Result': null, 'qa result': 'Passed' }, 'passed'],
    [any, { Docs: 'see wiki' }, 'passed'],
    [any, { Docs: 0 }, 'passed'],
    [any, { Docs: false }, 'missing'],
    [any, { Docs: ' ' }, 'missing'],
  ])('%j in %j: %s', (condition, fields, outcome) => {
    expect(find(condition, { fields }).outcome).toBe(outcome);
  });

  it.each(['План_«Релиз»', 'x_', '{id}', '“x”'])(
    'is a link as a whole where it is nothing else: %s',
    (page) => {
      const address = `https://w.example.com/${page}`;
      expect(find(any, { fields: { Docs: address } })).toMatchObject({ shown: [{ url: address }] });
      const known = knownOf({ fields: { Docs: address } });
      evaluate({ kind: 'page', from: { field: 'Docs' }, section: null, atLeastChars: 1 }, known);
      expect([...known.wanted.keys()]).toEqual([address]);
    },
  );

  it('tells what it has, as a link where it holds one', () => {
    expect(find(any, { fields: { Docs: 'see https://w.example.com/a, thanks' } })).toEqual({
      outcome: 'passed',
      shown: [
        {
          fact: { fact: 'field', name: 'Docs', value: 'see https://w.example.com/a, thanks' },
          url: 'https://w.example.com/a',
        },
      ],
    });
    expect(find(qa, { fields: { 'QA result': 'Failed' } })).toEqual({
      outcome: 'missing',
      why: { why: 'field', name: 'QA result', value: 'Failed', wanted: ['Passed', 'Not needed'] },
    });
  });

  it.each<[Condition]>([
    [qa],
    [{ kind: 'field', field: 'qa result', is: null }],
    [{ kind: 'page', from: { field: 'QA result' }, section: null, atLeastChars: 1 }],
    [{ kind: 'expression', expression: '!has(ticket.fields.QA) && "QA result" in ticket.fields' }],
    [{ kind: 'not', of: qa }],
  ])('is not missing whose value has a form that is not read: %j', (condition) => {
    const unreadFields = ['Estimate', 'QA result'];
    expect(find(condition, { fields: { Docs: 'x' }, unreadFields })).toEqual({
      outcome: 'cannotTell',
      why: {
        why: 'unread',
        part: 'fields',
        reason: expect.stringMatching(/^qa result has a value of an unknown form$/i) as string,
      },
    });
    expect(find(condition, { unreadFields: ['Estimate'] }).outcome).not.toBe('cannotTell');
  });

  it('tells little of a long value', () => {
    const found = find(any, { fields: { Docs: 'x'.repeat(10_000) } });
    expect(JSON.stringify(found).length).toBeLessThan(300);
  });
});

describe('label, status, link, checkbox', () => {
  const done = { name: 'Erledigt', category: 'done' } as const;
  const demo = { type: 'is demoed by', key: 'DEMO-1', url: 'https://t/DEMO-1', status: done };
  const link = { kind: 'link', type: 'Is demoed by', status: ['done'] } as const;
  const box = { kind: 'checkbox', checkbox: 'Rollback described' } as const;

  it.each<[Condition, Partial<Ticket>, Outcome]>([
    [{ kind: 'label', label: 'qa-passed' }, { labels: ['QA-Passed'] }, 'passed'],
    [{ kind: 'label', label: 'qa-passed' }, { labels: ['qa-passed-not'] }, 'missing'],
    [{ kind: 'status', status: ['done'] }, { status: done }, 'passed'],
    [{ kind: 'status', status: ['erledigt'] }, { status: done }, 'passed'],
    [{ kind: 'status', status: ['Testing'] }, { status: done }, 'missing'],
    [{ kind: 'status', status: ['done'] }, { status: null }, 'missing'],
    [link, { links: [demo] }, 'passed'],
    [link, { links: [{ ...demo, type: 'blocks' }] }, 'missing'],
    [link, { links: [{ ...demo, status: { name: 'Open', category: 'todo' } }] }, 'missing'],
    [link, { links: [{ ...demo, status: null }] }, 'cannotTell'],
    [link, { links: [{ ...demo, status: null }, demo] }, 'passed'],
    [link, {}, 'missing'],
    [box, { checkboxes: [{ text: 'rollback described (see wiki)', checked: true }] }, 'passed'],
    [box, { checkboxes: [{ text: 'Rollback described', checked: false }] }, 'missing'],
    [box, { checkboxes: [{ text: 'No rollback described', checked: true }] }, 'missing'],
    [box, { checkboxes: [{ text: 'Rollback describedness', checked: true }] }, 'missing'],
    [
      box,
      {
        checkboxes: [
          { text: 'Rollback described', checked: true },
          { text: 'Rollback described: db', checked: false },
        ],
      },
      'missing',
    ],
  ])('%j in %j: %s', (condition, parts, outcome) => {
    expect(find(condition, parts).outcome).toBe(outcome);
  });
});

describe('a part that was not read whole', () => {
  it.each<[Condition, TicketPart]>([
    [{ kind: 'field', field: 'QA', is: null }, 'fields'],
    [{ kind: 'label', label: 'x' }, 'labels'],
    [{ kind: 'status', status: ['x'] }, 'status'],
    [{ kind: 'link', type: 'x', status: null }, 'links'],
    [{ kind: 'checkbox', checkbox: 'x' }, 'checkboxes'],
    [{ kind: 'page', from: null, section: null, atLeastChars: 0 }, 'pages'],
    [{ kind: 'expression', expression: 'ticket.labels.size() == 0' }, 'labels'],
    [{ kind: 'changes', ...changes({}) }, 'changes'],
  ])('keeps %j from being missing: %s', (condition, part) => {
    const unread = { [part]: 'no answer' };
    expect(find(condition, { unread })).toEqual({
      outcome: 'cannotTell',
      why: { why: 'unread', part, reason: 'no answer' },
    });
  });

  it('does not keep what is found from counting', () => {
    const unread = { labels: 'no answer' };
    expect(find({ kind: 'label', label: 'x' }, { labels: ['x'], unread }).outcome).toBe('passed');
  });
});

describe('what the tracker itself says of a sign', () => {
  it.each<[Ticket['signs'], Finding]>([
    [{ qa: true }, { outcome: 'passed', shown: [{ fact: { fact: 'recorded' }, url: null }] }],
    [{ qa: 'https://q' }, { outcome: 'passed', shown: [{ fact: { fact: 'recorded' }, url: 'https://q' }] }],
    [{ qa: null }, { outcome: 'missing', why: { why: 'recorded' } }],
    [{}, { outcome: 'missing', why: { why: 'recorded' } }],
    [
      { qa: { mistake: 't.yaml:3: not so' } },
      { outcome: 'cannotTell', why: { why: 'failed', reason: 't.yaml:3: not so' } },
    ],
  ])('%j', (signs, finding) => {
    expect(find({ kind: 'recorded', sign: 'qa' }, { signs })).toEqual(finding);
  });
});

function changes(of: object) {
  return {
    atLeast: 1,
    approvals: 0,
    notByAuthor: false,
    afterLastCommit: false,
    pipeline: null,
    merged: false,
    ...of,
  };
}

describe('changes', () => {
  const strict = changes({
    approvals: 1,
    notByAuthor: true,
    afterLastCommit: true,
    pipeline: 'passed',
    merged: true,
  });
  const approval = { by: 'oleg', commit: 'c2', at: null, stale: false };
  const timed = { commit: null, lastCommitAt: 2000 };

  it.each<[string, object, Partial<typeof reviewed>, string]>([
    ['all is well', {}, {}, 'passed'],
    ['nobody approved it', {}, { approvals: [] }, 'approvals'],
    ['its author did', {}, { approvals: [{ ...approval, by: 'Rita' }] }, 'approvals'],
    [
      'its author did, who may',
      { notByAuthor: false },
      { approvals: [{ ...approval, by: 'rita' }] },
      'passed',
    ],
    ['one did twice', { approvals: 2 }, { approvals: [approval, { ...approval, by: 'OLEG' }] }, 'approvals'],
    ['two did', { approvals: 2 }, { approvals: [approval, { ...approval, by: 'vera' }] }, 'passed'],
    ['of older code', {}, { approvals: [{ ...approval, commit: 'c1' }] }, 'freshApprovals'],
    ['stale, says the tracker', {}, { approvals: [{ ...approval, stale: true }] }, 'freshApprovals'],
    [
      'older, which may be',
      { afterLastCommit: false },
      { approvals: [{ ...approval, commit: 'c1' }] },
      'passed',
    ],
    [
      'after the last commit',
      {},
      { ...timed, approvals: [{ ...approval, commit: null, at: 2000 }] },
      'passed',
    ],
    ['before it', {}, { ...timed, approvals: [{ ...approval, commit: null, at: 1999 }] }, 'freshApprovals'],
    ['nobody knows when', {}, { approvals: [{ ...approval, commit: null }] }, '?reviewsUnknown'],
    ['nobody knows who', {}, { approvals: null }, '?reviewsUnknown'],
    ['its pipeline failed', {}, { pipeline: 'failed' }, 'pipeline'],
    ['its pipeline runs', {}, { pipeline: 'running' }, 'pipeline'],
    ['it has no pipeline', {}, { pipeline: 'none' }, 'pipeline'],
    ['nobody knows its pipeline', {}, { pipeline: 'unknown' }, '?pipeline'],
    ['nobody asks for its pipeline', { pipeline: null }, { pipeline: 'failed' }, 'passed'],
    ['it is open', {}, { state: 'open' }, 'merge'],
    ['it is open, and may be', { merged: false }, { state: 'open' }, 'passed'],
    ['it is a draft', { merged: false }, { state: 'open', draft: true }, 'draft'],
  ])('%s', (_, rule, change, found) => {
    const finding = find({ kind: 'changes', ...strict, ...rule }, { changes: [{ ...reviewed, ...change }] });
    const lack = 'why' in finding && finding.why.why === 'change' ? finding.why.lacks.lack : '';
    const mark = finding.outcome === 'cannotTell' ? '?' : '';
    expect(finding.outcome === 'passed' ? 'passed' : mark + lack).toBe(found);
  });

  it('count all, but those that were given up', () => {
    const bad = { ...reviewed, approvals: [] };
    const rule: Condition = { kind: 'changes', ...strict };
    expect(find(rule, { changes: [reviewed, bad] }).outcome).toBe('missing');
    expect(find(rule, { changes: [reviewed, { ...bad, state: 'closed' }] }).outcome).toBe('passed');
    expect(find(rule, { changes: [{ ...reviewed, state: 'closed' }] })).toEqual({
      outcome: 'missing',
      why: { why: 'tooFewChanges', found: 0, needed: 1 },
    });
  });

  it('tell whose review of which commit it was, which is another one after a push', () => {
    const shownOf = (headCommit: string) =>
      find({ kind: 'changes', ...changes({ approvals: 1 }) }, { changes: [{ ...reviewed, headCommit }] });
    expect(shownOf('c2')).toEqual({
      outcome: 'passed',
      shown: [
        {
          fact: { fact: 'change', name: 'acme/app#7', commit: 'c2', approvedBy: ['oleg'] },
          url: 'https://git.example.com/7',
        },
      ],
    });
    expect(shownOf('c3')).not.toEqual(shownOf('c2'));
  });
});

describe('a sign', () => {
  const feature: Condition = { kind: 'expression', expression: 'ticket.kind == "feature"' };
  const label: Condition = { kind: 'label', label: 'demo' };
  const rule = { ...blocking(label), when: feature };

  it('is asked for only when it is wanted', () => {
    expect(findSign(rule, { kind: 'bug' })).toBeNull();
    expect(findSign(rule, { kind: 'feature' })?.outcome).toBe('missing');
    expect(findSign(rule, { kind: 'feature', labels: ['demo'] })?.outcome).toBe('passed');
    expect(findSign(rule, { unread: { kind: 'no answer' } })?.outcome).toBe('cannotTell');
  });
});

describe('rules of rules', () => {
  /** Conditions with a fixed outcome. */
  const leaves: Readonly<Record<Outcome, Condition>> = {
    passed: { kind: 'label', label: 'there' },
    missing: { kind: 'label', label: 'not there' },
    cannotTell: { kind: 'checkbox', checkbox: 'unread' },
  };
  const parts = { labels: ['there'], unread: { checkboxes: 'no answer' } };
  const outcome = (condition: Condition): Outcome => evaluate(condition, knownOf(parts)).outcome;

  const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(...Object.values(leaves)),
      fc.record({
        kind: fc.constantFrom('anyOf' as const, 'allOf' as const),
        of: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
      }),
      fc.record({ kind: fc.constant('not' as const), of: tie('tree') }),
    ),
  }));

  /** Kleene's three-valued logic: `anyOf` is the maximum, `allOf` the minimum. */
  const rank = { missing: 0, cannotTell: 1, passed: 2 } as const;
  const byRank: readonly Outcome[] = ['missing', 'cannotTell', 'passed'];
  const expected = (condition: Condition): number => {
    switch (condition.kind) {
      case 'anyOf':
        return Math.max(...condition.of.map(expected));
      case 'allOf':
        return Math.min(...condition.of.map(expected));
      case 'not':
        return 2 - expected(condition.of);
      default:
        return rank[outcome(condition)];
    }
  };

  it('find what their parts say, and always say why', () => {
    fc.assert(
      fc.property(tree, (condition) => {
        const found = evaluate(condition, knownOf(parts));
        expect(found.outcome).toBe(byRank[expected(condition)]);
        if (found.outcome === 'passed') expect(found.shown.length).toBeGreaterThan(0);
        expect(JSON.stringify(found).length).toBeLessThan(5000);
      }),
      { numRuns: 2000 },
    );
  });

  it('do not ask for a page once it is decided', () => {
    const page: Condition = { kind: 'page', from: null, section: null, atLeastChars: 0 };
    const known = knownOf({ ...parts, pages: ['https://w/1'] });
    evaluate({ kind: 'anyOf', of: [leaves.passed, page] }, known);
    evaluate({ kind: 'allOf', of: [leaves.missing, page] }, known);
    expect([...known.wanted.keys()]).toEqual([]);
    evaluate({ kind: 'anyOf', of: [leaves.missing, page] }, known);
    expect([...known.wanted.keys()]).toEqual(['https://w/1']);
  });
});
