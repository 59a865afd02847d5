import { Environment } from '@marcbachmann/cel-js';
import type { ASTNode, ParseResult } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import { reasonOf } from '../reason-of.ts';
import { cannotTell, clipped, missing, passed } from './finding.ts';
import type { Finding } from './finding.ts';
import { parts } from './ticket.ts';
import type { Change, TicketPart, Status, Ticket } from './ticket.ts';
import { calls, has, isLoop, loops, renameMethod } from './expression-tree.ts';
import type { Call } from './expression-tree.ts';

/** In characters. */
const longestExpression = 1000;
/** Longer lists of a ticket are not evaluated: two nested loops would take seconds. */
const longestList = 200;
/** In characters. Longer texts are not evaluated either. */
const longestText = 20_000;

const limits = {
  maxAstNodes: 300,
  maxDepth: 40,
  maxListElements: 100,
  maxMapEntries: 100,
  maxCallArguments: 8,
};

/** Functions that read a whole text, which may be long. */
const readers = ['contains', 'like', 'matches', 'lowerAscii', 'upperAscii', 'trim'];

/** The time of each grows only with its text. The library's `split` makes long lists. */
const functions = [
  ...['size', 'has', 'startsWith', 'endsWith', ...readers],
  ...['int', 'double', 'string', 'bool', 'timestamp', 'duration', 'dyn'],
  ...loops,
];

const like = (text: string, pattern: string): boolean => RE2JS.compile(pattern).matcher(text).find();

const environment = (): Environment =>
  new Environment({ unlistedVariablesAreDyn: false, homogeneousAggregateLiterals: false, limits })
    .registerFunction('string.like(string): bool', like)
    .registerFunction('matches(string, string): bool', like);

/** The parts of a ticket, by their names in expressions. */
const ofTicket = environment().registerVariable({
  name: 'ticket',
  schema: {
    key: 'string',
    title: 'string',
    url: 'dyn',
    project: 'dyn',
    kind: 'dyn',
    status: { name: 'dyn', category: 'dyn' },
    author: 'dyn',
    assignee: 'dyn',
    labels: 'list<string>',
    components: 'list<string>',
    fields: 'map<string, dyn>',
    links: 'list<dyn>',
    checkboxes: 'list<dyn>',
    text: 'string',
    changes: 'list<dyn>',
    pages: 'list<string>',
  },
});
/** A JSON body of any shape, such as a tracker's answer. */
const ofAnswer = environment().registerVariable('body', 'dyn');

/** CEL's patterns are RE2's. The library's own method `matches` takes others, which may need minutes, so `like` stands in for it. */
function parsed(expression: string, env: Environment): ParseResult {
  const read = env.parse(expression);
  renameMethod(read.ast, 'matches', 'like');
  return read;
}

/** The mistake in an expression over `ticket` that must give a boolean; null if there is none. */
export const expressionMistake = (expression: string): string | null =>
  mistakeIn(expression, ofTicket, ['bool', 'dyn']);

/** The mistake in an expression over `body`, of any type; null if there is none. */
export const mappingMistake = (expression: string): string | null => mistakeIn(expression, ofAnswer, null);

/** The value of an expression over a body. Throws if it has none. */
export const mapped = (expression: string, body: unknown): unknown =>
  plainOf(parsed(expression, ofAnswer)({ body }));

/**
 * Evaluates an expression without mistakes. A part that is never read from this tracker is absent: it matters only if the rest does not
 * decide.
 */
export function expressionFinding(expression: string, ticket: Ticket): Finding {
  const asked = partsIn(expression);
  for (const part of asked) {
    const reason = ticket.unread[part] ?? tooMuch(part, ticket) ?? unreadField(part, expression, ticket);
    if (reason !== null) return cannotTell({ why: 'unread', part, reason: clipped(reason) });
  }
  const { neverRead = {} } = ticket;
  const all = contextOf(ticket);
  const context = Object.fromEntries(Object.entries(all).filter(([name]) => !Object.hasOwn(neverRead, name)));
  const finding = foundIn(expression, context);
  const never = asked.find((part) => neverRead[part] !== undefined);
  const isForNever = finding.outcome === 'cannotTell' && foundIn(expression, all).outcome !== 'cannotTell';
  return never !== undefined && isForNever
    ? cannotTell({ why: 'unread', part: never, reason: clipped(neverRead[never] ?? '') })
    : finding;
}

function foundIn(expression: string, ticket: object): Finding {
  try {
    const value: unknown = parsed(expression, ofTicket)({ ticket });
    if (typeof value === 'boolean')
      return value ? passed({ fact: 'expression' }) : missing({ why: 'expression' });
    return cannotTell({ why: 'failed', reason: 'the expression gives neither true nor false' });
  } catch (error) {
    return cannotTell({ why: 'failed', reason: clipped(expressionError(error)) });
  }
}

/** Why a part is too large to evaluate; null if it is not. */
function tooMuch(part: TicketPart, ticket: Ticket): string | null {
  const value = ticket[part];
  if (Array.isArray(value)) return value.length > longestList ? `there are more than ${longestList}` : null;
  const isLong = typeof value === 'string' && value.length > longestText;
  return isLong ? `it has more than ${longestText} characters` : null;
}

function unreadField(part: TicketPart, expression: string, { unreadFields = [] }: Ticket): string | null {
  const name = part === 'fields' ? unreadFields.find((one) => expression.includes(one)) : undefined;
  return name === undefined ? null : `${name} has a value of an unknown form`;
}

/** The parts of a ticket that an expression may read. */
export const partsIn = (expression: string): readonly TicketPart[] =>
  parts.filter((part) => new RegExp(`\\b${part}\\b`).test(expression));

const contextOf = (ticket: Ticket) => ({
  ...ticket,
  status: ticket.status === null ? { name: null, category: null } : toldStatus(ticket.status),
  links: ticket.links.map((link) => ({ ...link, status: link.status && toldStatus(link.status) })),
  changes: ticket.changes.map(toldOf),
});

/** Leaves out an unknown category. */
const toldStatus = ({ name, category, categoryUnread }: Status): object =>
  categoryUnread === undefined ? { name, category } : { name };

/** Leaves out what the tracker does not report, so that an expression that needs it cannot be decided. */
function toldOf({ approvals, pipeline, ...change }: Change): object {
  const { author, url } = change;
  const all = {
    ...change,
    approvals: approvals?.map(told),
    pipeline: pipeline === 'unknown' ? null : pipeline,
  };
  return { author, url, ...told(all) };
}

const told = (all: object): object =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== undefined));

/** Converts CEL integers (bigint) to numbers. */
function plainOf(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plainOf);
  return value;
}

function mistakeIn(expression: string, env: Environment, types: readonly string[] | null): string | null {
  if (expression.length > longestExpression) return `must be at most ${longestExpression} characters long`;
  let read: ParseResult;
  try {
    read = parsed(expression, env);
  } catch (error) {
    return expressionError(error);
  }
  const unbounded = boundMistake(read.ast);
  if (unbounded !== null) return unbounded;
  const { valid, type = 'dyn', error } = read.check();
  if (!valid) return expressionError(error);
  return types === null || types.includes(type) ? null : `must give true or false, not a ${type}`;
}

/** Why an expression cannot be parsed or evaluated. */
export const expressionError = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'summary' in error ? String(error.summary) : reasonOf(error);

function boundMistake(tree: ASTNode): string | null {
  const called = calls(tree);
  if (called.some(isLoop) && has(tree, '+')) return 'a loop goes together with no +';
  return called.map(callMistake).find((mistake) => mistake !== null) ?? null;
}

function callMistake(call: Call): string | null {
  const { name, args, loopsAround } = call;
  if (!functions.includes(name)) {
    return `there is no function ${name}; known: ${[...functions].sort().join(', ')}`;
  }
  if (isLoop(call) && loopsAround > 1) return 'loops may stand two deep, not deeper';
  if (readers.includes(name) && loopsAround > 1) return `${name} may stand in one loop, not in two`;
  return name === 'like' || name === 'matches' ? likeMistake(args.at(-1)) : null;
}

function likeMistake(pattern: ASTNode | undefined): string | null {
  if (pattern?.op !== 'value' || typeof pattern.args !== 'string')
    return 'the pattern of matches or like must be a text';
  try {
    RE2JS.compile(pattern.args);
    return null;
  } catch (error) {
    return `the pattern of matches or like cannot be read: ${reasonOf(error)}`;
  }
}
