/**
 * Rules about a part of a ticket that its tracker never provides: its value stays unknown, so what decides without it must not wait for it.
 */
import { describe, expect, it } from 'vitest';
import { expressionMistake } from '../../../domain/signs/expression.ts';
import { blocking } from '../../../domain/signs/rule.ts';
import type { Condition } from '../../../domain/signs/rule.ts';
import { withoutLinks } from '../../../domain/signs/ticket.ts';
import type { Ticket } from '../../../domain/signs/ticket.ts';
import { find, findSign } from './known.ts';

const link: Condition = { kind: 'link', type: 'is demoed by', status: null };
const label: Condition = { kind: 'label', label: 'demo' };
const unlabelled: Condition = { kind: 'not', of: label };
const box: Condition = { kind: 'checkbox', checkbox: 'Demo' };
const expression = (of: string): Condition => ({ kind: 'expression', expression: of });
const linked = 'ticket.links.exists(l, l.type == "is demoed by")';
const anyOf = (...of: readonly Condition[]): Condition => ({ kind: 'anyOf', of });
const allOf = (...of: readonly Condition[]): Condition => ({ kind: 'allOf', of });
const not = (of: Condition): Condition => ({ kind: 'not', of });

const bare: Partial<Ticket> = { ...withoutLinks };
const labelled: Partial<Ticket> = { ...bare, labels: ['demo'] };
const outcomes = (condition: Condition) => [bare, labelled].map((parts) => find(condition, parts).outcome);

describe('without a label, and with it', () => {
  it.each<[string, Condition, readonly string[]]>([
    ['a link', link, ['cannotTell', 'cannotTell']],
    ['no link', not(link), ['cannotTell', 'cannotTell']],
    ['any of links', anyOf(link, expression(linked)), ['cannotTell', 'cannotTell']],
    ['a label or a link', anyOf(label, link), ['missing', 'passed']],
    ['a link or a label', anyOf(link, label), ['missing', 'passed']],
    ['a label or links of an expression', anyOf(label, expression(linked)), ['missing', 'passed']],
    ['a label or no link', anyOf(label, not(link)), ['missing', 'passed']],
    ['a label or any of links', anyOf(label, anyOf(link, link)), ['missing', 'passed']],
    ['a label, or a label and a link', anyOf(label, allOf(label, link)), ['missing', 'passed']],
    ['a label and a link', allOf(label, link), ['missing', 'cannotTell']],
    ['no label and a link', allOf(unlabelled, link), ['cannotTell', 'missing']],
    ['neither a label nor a link', not(anyOf(label, link)), ['cannotTell', 'missing']],
    ['not both a label and a link', not(allOf(label, link)), ['passed', 'missing']],
    ['not neither', not(not(anyOf(label, link))), ['missing', 'passed']],
  ])('%s', (_, condition, found) => {
    expect(outcomes(condition)).toEqual(found);
  });

  it.each([
    [`"demo" in ticket.labels || ${linked}`, ['cannotTell', 'passed']],
    [`${linked} || "demo" in ticket.labels`, ['cannotTell', 'passed']],
    [`"demo" in ticket.labels && ${linked}`, ['missing', 'cannotTell']],
    [`"demo" in ticket.labels ? true : ${linked}`, ['cannotTell', 'passed']],
    [`"demo" in ticket.labels || has(ticket.links) && ${linked}`, ['missing', 'passed']],
    ['ticket.links.size() == 0', ['cannotTell', 'cannotTell']],
    ['"links" in ticket.labels', ['missing', 'missing']],
  ])('%s', (of, found) => {
    expect(expressionMistake(of)).toBeNull();
    expect(outcomes(expression(of))).toEqual(found);
  });
});

it('is said why', () => {
  const untold = { why: 'unread', part: 'links', reason: withoutLinks.neverRead.links };
  for (const condition of [link, expression(linked), expression(`"a" in ticket.labels || ${linked}`)])
    expect(find(condition, bare)).toEqual({ outcome: 'cannotTell', why: untold });
  expect(find(anyOf(link, label), bare)).toEqual({
    outcome: 'missing',
    why: { why: 'several', whys: [{ why: 'label', label: 'demo' }, untold] },
  });
  const other = expression(`ticket.fields.Other == 1 || ${linked}`);
  expect(find(other, bare)).toMatchObject({ outcome: 'cannotTell', why: { why: 'failed' } });
});

it('waits for what is not read at present', () => {
  const unread = { ...bare, unread: { checkboxes: 'no answer' } };
  expect(find(anyOf(link, box, label), unread)).toMatchObject({
    outcome: 'cannotTell',
    why: { part: 'checkboxes' },
  });
  const both = { ...bare, unread: { links: 'no answer' } };
  expect(find(anyOf(label, link), both)).toMatchObject({
    outcome: 'cannotTell',
    why: { reason: 'no answer' },
  });
});

describe('when', () => {
  it.each<[string, Condition, boolean]>([
    ['a link', link, false],
    ['links of an expression', expression(linked), false],
    ['a label or a link', anyOf(label, link), false],
    ['no link', not(link), true],
    ['no links by an expression', expression('ticket.links.size() == 0'), true],
  ])('%s', (_, when, isAsked) => {
    expect(findSign({ ...blocking(box), when }, bare)?.outcome).toBe(isAsked ? 'missing' : undefined);
  });

  it('is followed by a rule of which nobody can tell all the same', () => {
    expect(findSign({ ...blocking(link), when: label }, labelled)?.outcome).toBe('cannotTell');
  });
});
