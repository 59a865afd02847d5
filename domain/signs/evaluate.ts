import { changesFinding } from './changes.ts';
import { missing, passed } from './finding.ts';
import type { Finding, Shown, Why } from './finding.ts';
import type { Known } from './known.ts';
import { pageFinding } from './page-rule.ts';
import {
  checkboxFinding,
  fieldFinding,
  labelFinding,
  linkFinding,
  recordedFinding,
  statusFinding,
} from './plain-rules.ts';
import type { Condition, SignRule } from './rule.ts';

const mostShown = 40;
const mostWhys = 5;

/** What a rule finds; null if the sign is not asked for. */
export function signFinding({ condition, when }: SignRule, known: Known): Finding | null {
  const asked = when === null ? null : evaluate(when, known);
  if (asked?.outcome === 'missing') return null;
  return asked?.outcome === 'cannotTell' ? asked : evaluate(condition, known);
}

export function evaluate(condition: Condition, known: Known): Finding {
  const { ticket } = known;
  switch (condition.kind) {
    case 'recorded':
      return recordedFinding(condition.sign, ticket);
    case 'field':
      return fieldFinding(condition, ticket);
    case 'label':
      return labelFinding(condition.label, ticket);
    case 'status':
      return statusFinding(condition.status, ticket);
    case 'link':
      return linkFinding(condition, ticket);
    case 'checkbox':
      return checkboxFinding(condition.checkbox, ticket);
    case 'changes':
      return changesFinding(condition, ticket);
    case 'page':
      return pageFinding(condition, known);
    case 'expression':
      return known.expression(condition.expression, ticket);
    case 'anyOf':
      return anyOf(condition.of, known);
    case 'allOf':
      return allOf(condition.of, known);
    case 'not':
      return not(evaluate(condition.of, known));
  }
}

/** Findings of conditions, one after the other, so that what comes after the deciding one is not asked for. */
function* inTurn(conditions: readonly Condition[], known: Known): Generator<Finding> {
  for (const condition of conditions) yield evaluate(condition, known);
}

function anyOf(conditions: readonly Condition[], known: Known): Finding {
  const whys: Why[] = [];
  let unclear: Finding | null = null;
  for (const finding of inTurn(conditions, known)) {
    if (finding.outcome === 'passed') return finding;
    if (finding.outcome === 'cannotTell') unclear ??= finding;
    else whys.push(finding.why);
  }
  return unclear ?? missing(several(whys));
}

function allOf(conditions: readonly Condition[], known: Known): Finding {
  const shown: Shown[] = [];
  let unclear: Finding | null = null;
  for (const finding of inTurn(conditions, known)) {
    if (finding.outcome === 'missing') return finding;
    if (finding.outcome === 'cannotTell') unclear ??= finding;
    else shown.push(...finding.shown);
  }
  return unclear ?? { outcome: 'passed', shown: shown.slice(0, mostShown) };
}

function not(finding: Finding): Finding {
  if (finding.outcome === 'cannotTell') return finding;
  if (finding.outcome === 'missing') return passed({ fact: 'not', why: finding.why });
  const [first] = finding.shown;
  return missing({ why: 'not', fact: first?.fact ?? { fact: 'expression' } });
}

const several = (whys: readonly Why[]): Why => {
  const [only, second] = whys;
  return only !== undefined && second === undefined
    ? only
    : { why: 'several', whys: whys.slice(0, mostWhys) };
};
