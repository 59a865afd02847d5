import { evaluate, signFinding } from '../../../domain/signs/evaluate.ts';
import { expressionFinding } from '../../../domain/signs/expression.ts';
import type { Finding } from '../../../domain/signs/finding.ts';
import type { EvaluationContext } from '../../../domain/signs/known.ts';
import type { PageReading } from '../../../domain/signs/page.ts';
import type { Condition, SignRule } from '../../../domain/signs/rule.ts';
import { bareTicket } from '../../../domain/signs/ticket.ts';
import type { Change, Ticket } from '../../../domain/signs/ticket.ts';

export const ticketWith = (parts: Partial<Ticket>): Ticket => ({ ...bareTicket('PAY-1'), ...parts });

export const knownOf = (
  parts: Partial<Ticket>,
  pages: Readonly<Record<string, PageReading>> = {},
): EvaluationContext => ({
  ticket: ticketWith(parts),
  pages: new Map(Object.entries(pages)),
  wanted: new Map(),
  expression: expressionFinding,
});

export const find = (condition: Condition, parts: Partial<Ticket>): Finding =>
  evaluate(condition, knownOf(parts));

export const findSign = (rule: SignRule, parts: Partial<Ticket>): Finding | null =>
  signFinding(rule, knownOf(parts));

/** A change that is approved, passed by its pipeline and merged. */
export const reviewed: Change = {
  name: 'acme/app#7',
  title: 'Refunds',
  url: 'https://git.example.com/7',
  state: 'merged',
  draft: false,
  author: 'rita',
  approvals: [{ by: 'oleg', commit: 'c2', at: null, stale: false }],
  headCommit: 'c2',
  lastCommitAt: null,
  pipeline: 'passed',
  openThreads: 0,
  paths: null,
};
