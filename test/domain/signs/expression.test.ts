/** Expressions over a ticket: their values, their mistakes, and that each is fast. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  expressionFinding,
  expressionMistake,
  mapped,
  mappingMistake,
} from '../../../domain/signs/expression.ts';
import { partsOfRule } from '../../../domain/signs/required-signs.ts';
import { blocking } from '../../../domain/signs/rule.ts';
import { nothingMore } from '../../../domain/signs/ticket.ts';
import { reviewed, ticketWith } from './known.ts';

const ticket = ticketWith({
  title: 'Hotfix: refunds',
  kind: 'feature',
  status: { name: 'Done', category: 'done' },
  labels: ['security', 'qa-passed'],
  fields: { 'QA result': 'Passed', Points: 3, Empty: null, Teams: ['a', 'b'] },
  changes: [reviewed],
});
const outcome = (expression: string) => {
  expect(expressionMistake(expression)).toBeNull();
  return expressionFinding(expression, ticket).outcome;
};

describe('an expression', () => {
  it.each([
    '"security" in ticket.labels || ticket.kind != "feature"',
    'ticket.status.category == "done"',
    'ticket.fields["QA result"] == "Passed" && ticket.fields.Points >= 3',
    'ticket.fields.Points > 2.5 && ticket.fields.Empty == null',
    '"b" in ticket.fields.Teams',
    'ticket.changes.all(c, c.state == "merged" && c.author != ticket.author)',
    'ticket.changes.exists(c, c.approvals.exists(a, a.by == "oleg"))',
    'ticket.title.like("(?i)^hotfix")',
    'ticket.fields["QA result"].like("^Pass")',
    'ticket.title.matches("(?i)^hotfix") && matches(ticket.title, "refunds$")',
    'ticket.labels.exists(l, l.matches("^qa-")) && 3 - (2 - 1) == 2',
    'has(ticket.fields.Points) && !has(ticket.fields.constructor)',
    'ticket.assignee == null',
    'size(ticket.labels.filter(l, l.startsWith("qa-"))) == 1',
  ])('%s is so', (expression) => {
    expect(outcome(expression)).toBe('passed');
    expect(outcome(`!(${expression})`)).toBe('missing');
  });

  it.each([
    'ticket.fields.Other == "x"',
    'ticket.fields.constructor == null',
    'ticket.fields.__proto__ == null',
    'ticket.fields.Points.like("3a") || ticket.fields["QA result"]',
  ])('%s cannot be told', (expression) => {
    expect(outcome(expression)).toBe('cannotTell');
  });

  it('cannot be told of a list that is too long to look through', () => {
    const many = ticketWith({ labels: Array.from({ length: 201 }, String) });
    expect(expressionFinding('"x" in ticket.labels', many).outcome).toBe('cannotTell');
  });
});

describe('mistakes', () => {
  it.each([
    ['ticket.lables == null', 'No such key: lables'],
    ['tickets.key == "A"', 'Unknown variable: tickets'],
    ['ticket.key ==', 'Unexpected token: EOF'],
    ['ticket.title', 'must give true or false, not a string'],
    ['ticket.title + 1 == ""', 'no such overload: string + int'],
    ['ticket.signs == null', 'No such key: signs'],
    ['ticket.title.like("(")', 'the pattern of matches or like cannot be read'],
    ['ticket.title.matches("(a)\\\\1")', 'the pattern of matches or like cannot be read'],
    ['matches(ticket.title, "(")', 'the pattern of matches or like cannot be read'],
    ['ticket.title.like(ticket.key)', 'the pattern of matches or like must be a text'],
    ['matches(ticket.title, ticket.key)', 'the pattern of matches or like must be a text'],
    ['ticket.title.matches()', 'the pattern of matches or like must be a text'],
    ['ticket.title.split("").size() > 1', 'there is no function split; known: all, bool, contains'],
    ['cel.bind(a, ticket.title, a == "")', 'there is no function bind'],
    [`${'x'.repeat(1001)} == ""`, 'must be at most 1000 characters long'],
    [
      'ticket.labels.all(a, ticket.labels.all(b, ticket.labels.all(c, a == b)))',
      'loops may stand two deep, not deeper',
    ],
    [
      'ticket.labels.all(a, ticket.labels.all(b, ticket.text.contains(a)))',
      'contains may stand in one loop, not in two',
    ],
    ['(ticket.labels + ticket.labels).all(a, a != "")', 'a loop goes together with no +'],
  ])('%s', (expression, mistake) => {
    expect(expressionMistake(expression)).toContain(mistake);
  });

  it('of every other text are told, too', () => {
    const words = [
      'ticket',
      '.',
      'key',
      '(',
      ')',
      '"a"',
      '==',
      '&&',
      '!',
      '[',
      ']',
      '1',
      'all',
      ',',
      '?',
      '{',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 12 }), (list) => {
        const expression = list.join('');
        if (expressionMistake(expression) === null) expressionFinding(expression, ticket);
      }),
      { numRuns: 2000 },
    );
  });
});

it('the worst that is allowed ends before this test is given up', () => {
  const labels = Array.from({ length: 200 }, (_, n) => `${'a'.repeat(100)}${n}`);
  const long = ticketWith({ labels, text: 'a'.repeat(20_000), title: `${'a'.repeat(10_000)}!` });
  for (const expression of [
    'ticket.labels.all(a, ticket.labels.all(b, a == b || !a.startsWith("b")))',
    'ticket.labels.all(a, !ticket.text.contains("ab"))',
    'ticket.labels.all(a, a.like("^(a+)+$") || a.like("(a|aa)+b|(a*)*[0-9]"))',
    'ticket.title.like("^(a+)+$") || ticket.text.like("(a+a+)+y")',
    'ticket.title.matches("^(a+)+$") || matches(ticket.text, "(a+a+)+y")',
  ]) {
    expect(expressionMistake(expression)).toBeNull();
    expressionFinding(expression, long);
  }
});

it('a mapping reads a value of any shape', () => {
  const body = {
    id: 'A-1',
    tags: [{ name: 'qa' }],
    points: 3,
    custom: [{ name: 'QA', value: { name: 'ok' } }],
  };
  expect(mappingMistake('body.tags.map(t, t.name)')).toBeNull();
  expect(mapped('body.tags.map(t, t.name)', body)).toEqual(['qa']);
  expect(mapped('body.custom.filter(f, f.name == "QA").map(f, f.value.name)', body)).toEqual(['ok']);
  expect(mapped('size(body.tags)', body)).toBe(1);
  expect(mapped('body.tags.filter(t, t.name.matches("^q")).map(t, t.name)', body)).toEqual(['qa']);
  expect(mappingMistake('boddy.id')).toBe('Unknown variable: boddy');
  expect(() => mapped('body.nothing', body)).toThrow();
});

it.each([
  'ticket.changes.all(c, c.openThreads == 0)',
  'ticket.changes.all(c, c.pipeline == "passed")',
  'ticket.changes.all(c, c.headCommit == "c2")',
  'ticket.changes.exists(c, c.paths.exists(p, p.startsWith("db/")))',
  'ticket.changes.all(c, c.approvals.size() > 0)',
])('%s cannot be told where the tracker does not tell', (expression) => {
  expect(expressionMistake(expression)).toBeNull();
  const change = { ...reviewed, ...nothingMore };
  expect(expressionFinding(expression, ticketWith({ changes: [change] })).outcome).toBe('cannotTell');
});

it.each(['pipeline', 'paths'])('what takes a request more is asked for by its name: %s', (part) => {
  const expression = `ticket.changes.all(c, c.${part} != null)`;
  expect(partsOfRule(blocking({ kind: 'expression', expression }))).toEqual(['changes', part]);
});

it('of which commit an approval is may not be told', () => {
  const by = 'ticket.changes.all(c, c.approvals.exists(a, a.commit == c.headCommit))';
  const approved = (commit: string | null) => {
    const changes = [{ ...reviewed, approvals: [{ by: 'oleg', commit, at: 1, stale: false }] }];
    return expressionFinding(by, ticketWith({ changes })).outcome;
  };
  expect([approved('c2'), approved('c1'), approved(null)]).toEqual(['passed', 'missing', 'cannotTell']);
});

it.each([
  ['ticket.text.contains("b")', { text: 'a'.repeat(20_001) }],
  ['!ticket.text.contains("WIP")', { text: `${'a'.repeat(20_000)} WIP` }],
  ['"x" in ticket.labels', { labels: Array.from({ length: 201 }, String) }],
])('%s is not said of a part of what there is', (expression, parts) => {
  expect(expressionFinding(expression, ticketWith(parts))).toMatchObject({ outcome: 'cannotTell' });
});
