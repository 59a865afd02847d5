import { signs as usualSigns } from '../settings.ts';
import type { Sign } from '../settings.ts';
import type { Fact, Shown, Why } from '../signs/finding.ts';

/** The evidence of a sign that no tracker can show: the approvers have to judge. */
export const toJudge = 'judge';

/** What the checks found for a sign: evidence as text, true for evidence without a text, null for missing, `toJudge`, or details. */
export type SignFinding = string | true | null | DetailedFinding;

export type DetailedFinding =
  /**
   * `code`: each change with its commit, if the rule looks at changes and `shown` does not contain them. Absent: it does not, or they were
   * not read.
   */
  | { readonly outcome: 'passed'; readonly shown: readonly Shown[]; readonly code?: readonly string[] }
  /** With `warn` it holds nothing up. `message` replaces the reason. */
  | {
      readonly outcome: 'missing' | 'cannotTell';
      readonly why: Why;
      readonly message: string | null;
      readonly warn: boolean;
    };

/** By sign, for each that is checked. */
export type Evidence = Readonly<Record<Sign, SignFinding>>;

/** The usual signs first, then the others in the order in which they come. */
export const signsIn = (all: readonly Evidence[]): readonly Sign[] => {
  const names = new Set(all.flatMap((evidence) => Object.keys(evidence)));
  const usual = usualSigns.filter((sign) => names.has(sign));
  return [...usual, ...[...names].filter((sign) => !usual.some((one) => one === sign))];
};

/** The signs that an approver has to judge in any of them. */
export const judgedIn = (all: readonly Evidence[]): readonly Sign[] =>
  signsIn(all).filter((sign) => all.some((evidence) => foundOf(sign, evidence) === toJudge));

/** Undefined if the sign is not checked. */
export const foundOf = (sign: Sign, evidence: Evidence): SignFinding | undefined =>
  Object.hasOwn(evidence, sign) ? evidence[sign] : undefined;

/** Why a sign is missing or unclear; null if there are no details. */
export const lackOf = (
  found: SignFinding | undefined,
): Exclude<DetailedFinding, { outcome: 'passed' }> | null =>
  typeof found === 'object' && found !== null && found.outcome !== 'passed' ? found : null;

/** Whether the sign is missing and holds the release up. What cannot be determined is never missing. */
export const isMissing = (found: SignFinding | undefined): boolean =>
  found === null || (!isWarning(found) && lackOf(found)?.outcome === 'missing');

/** Whether the sign cannot be determined. */
export const isUnclear = (found: SignFinding | undefined): boolean => lackOf(found)?.outcome === 'cannotTell';

/** Whether the sign cannot be determined, and the release waits for it. */
export const isHolding = (found: SignFinding | undefined): boolean => isUnclear(found) && !isWarning(found);

/** Whether the sign is missing or cannot be determined, and holds nothing up. */
export const isWarning = (found: SignFinding | undefined): boolean => lackOf(found)?.warn === true;

export const missingIn = (evidence: Evidence): readonly Sign[] =>
  signsIn([evidence]).filter((sign) => isMissing(evidence[sign]));

/** Combines what was found for one sign in several items, or in several ways: what one lacks, the whole lacks. */
export function foundOfAll(all: readonly SignFinding[]): SignFinding {
  // A missing one may be null, so it is found by its index.
  for (const isSuch of [isHolding, isMissing, isWarning]) {
    const index = all.findIndex(isSuch);
    if (index >= 0) return all[index] ?? null;
  }
  const passed = all.filter(isShown);
  const shown = passed.flatMap((found) => found.shown);
  if (shown.length === 0 || passed.length < all.length) return all[0] ?? null;
  const code = passed.flatMap((found) => found.code ?? []);
  return {
    outcome: 'passed',
    shown,
    ...(passed.some((found) => found.code) ? { code: [...new Set(code)] } : {}),
  };
}

const isShown = (found: SignFinding): found is Extract<DetailedFinding, { outcome: 'passed' }> =>
  typeof found === 'object' && found?.outcome === 'passed';

/** The combined evidence of several items. */
export const evidenceOfAll = (all: readonly Evidence[]): Evidence =>
  Object.fromEntries(
    signsIn(all).map((sign) => [
      sign,
      foundOfAll(all.flatMap((evidence) => (Object.hasOwn(evidence, sign) ? [evidence[sign] ?? null] : []))),
    ]),
  );

/**
 * What an approval was given for, as a text for people; null for nothing. Leaves out who approved the same code, and what a status is
 * called. Leaves out code if `other`, the same sign at another time, does not contain it: versions before 1.2 did not record it.
 */
export function evidenceText(found: SignFinding | undefined, other: SignFinding | undefined): string | null {
  if (found === true) return 'done';
  if (found === undefined || found === null || typeof found === 'string') return found ?? null;
  if (found.outcome !== 'passed') return null;
  const code = codeOf(other) === null ? [] : (codeOf(found) ?? []);
  return [...found.shown.map(shownText), ...code].join('; ');
}

const codeOf = (found: SignFinding | undefined): readonly string[] | null =>
  found !== undefined && isShown(found) ? (found.code ?? null) : null;

/** The evidence as versions before 1.2 recorded it. */
export const evidenceWithoutCode = (evidence: Evidence): Evidence =>
  Object.fromEntries(
    Object.entries(evidence).map(([sign, found]) => [
      sign,
      isShown(found) ? { outcome: found.outcome, shown: found.shown } : found,
    ]),
  );

/** A change and its commit. */
export const codeText = (name: string, commit: string | null): string =>
  commit === null ? name : `${name} @ ${commit.slice(0, 12)}`;

function shownText({ fact, url }: Shown): string {
  switch (fact.fact) {
    case 'recorded':
      return url ?? 'done';
    case 'page':
      return [url ?? fact.title, ...(fact.section === null ? [] : [fact.section])].join(' # ');
    default:
      return factText(fact);
  }
}

function factText(fact: Exclude<Fact, { fact: 'recorded' | 'page' }>): string {
  switch (fact.fact) {
    case 'field':
      return `${fact.name}: ${fact.value}`;
    case 'label':
      return fact.label;
    case 'link':
      return `${fact.type} ${fact.key}`;
    case 'checkbox':
      return fact.text;
    case 'change':
      return codeText(fact.name, fact.commit);
    case 'status':
    case 'expression':
    case 'not':
      return 'done';
  }
}
