import { changesFinding } from './changes.ts';
import { cannotTell, missing, passed } from './finding.ts';
import type { Finding, Shown, Why } from './finding.ts';
import type { EvaluationContext } from './known.ts';
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
import type { Ticket } from './ticket.ts';

const mostShown = 40;
const mostWhys = 5;

/** What a rule finds; null if the sign is not needed. In `when`, a part that is never read from this tracker counts as empty. */
export function signFinding({ condition, when }: SignRule, known: EvaluationContext): Finding | null {
  const asked =
    when === null ? null : evaluate(when, { ...known, ticket: { ...known.ticket, neverRead: {} } });
  if (asked?.outcome === 'missing') return null;
  return asked?.outcome === 'cannotTell' ? asked : evaluate(condition, known);
}

/** `isDenied`: inside an odd number of `not`. */
export function evaluate(condition: Condition, known: EvaluationContext, isDenied = false): Finding {
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
      return anyOf(condition.of, known, isDenied);
    case 'allOf':
      return allOf(condition.of, known, isDenied);
    case 'not':
      return not(evaluate(condition.of, known, !isDenied));
  }
}

/** Evaluates one condition after the other, so that nothing is requested for those after the deciding one. */
function* inTurn(
  conditions: readonly Condition[],
  known: EvaluationContext,
  isDenied: boolean,
): Generator<Finding> {
  for (const condition of conditions) yield evaluate(condition, known, isDenied);
}

/** Whether the part is never read from this tracker: waiting for it would block the release forever. */
const isForEver = ({ why }: { readonly why: Why }, { unread, neverRead = {} }: Ticket): boolean =>
  why.why === 'unread' && unread[why.part] === undefined && neverRead[why.part] !== undefined;

/** A condition on a part that is never read counts as not met, as long as another one can be decided. */
function anyOf(conditions: readonly Condition[], known: EvaluationContext, isDenied: boolean): Finding {
  const whys: Why[] = [];
  const untold: Why[] = [];
  let unclear: Finding | null = null;
  for (const finding of inTurn(conditions, known, isDenied)) {
    if (finding.outcome === 'passed') return finding;
    if (finding.outcome === 'missing') whys.push(finding.why);
    else if (!isDenied && isForEver(finding, known.ticket)) untold.push(finding.why);
    else unclear ??= finding;
  }
  const [never] = untold;
  if (whys.length === 0 && never !== undefined) unclear ??= cannotTell(never);
  return unclear ?? missing(several([...whys, ...untold]));
}

/** Inside a `not`, it acts as the `anyOf` of the negated conditions. */
function allOf(conditions: readonly Condition[], known: EvaluationContext, isDenied: boolean): Finding {
  const shown: Shown[] = [];
  let unclear: Finding | null = null;
  let untold: Finding | null = null;
  for (const finding of inTurn(conditions, known, isDenied)) {
    if (finding.outcome === 'missing') return finding;
    if (finding.outcome === 'passed') shown.push(...finding.shown);
    else if (isDenied && isForEver(finding, known.ticket)) untold ??= finding;
    else unclear ??= finding;
  }
  if (shown.length === 0) unclear ??= untold;
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
