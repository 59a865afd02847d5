import { foundOf, isMissing, isWarning, judgedIn, signsIn, toJudge } from '../domain/release/evidence.ts';
import type { Evidence, SignFinding } from '../domain/release/evidence.ts';
import type { CheckedItem } from '../domain/release/snapshot.ts';
import type { Sign } from '../domain/settings.ts';
import { escapeAll, link, shorten } from './mrkdwn.ts';
import { evidenceAddress, detailOf, signName } from './signs.ts';
import type { SignLanguage } from './signs.ts';

/** The words about what is released that differ by language. */
export interface ItemLanguage {
  readonly signs: SignLanguage;
  readonly toJudge: (signs: readonly string[]) => string;
}

const longestTitle = 100;
const longestDetail = 200;
const mostWarnings = 10;

const mark = (found: SignFinding): string => (isMissing(found) ? ':x:' : ':white_check_mark:');

/**
 * For several tickets, a line with the evidence of each; for one, its evidence. Then what the approver has to judge, and the warnings.
 * Empty if there is nothing to say.
 */
export function itemsText(items: readonly CheckedItem[], language: ItemLanguage): string {
  const evidences = items.map(({ evidence }) => evidence);
  return [
    ...(items.length > 1
      ? items.map((item) => `• ${itemLine(item, language)}`)
      : evidences.filter(tellsMore).map((evidence) => evidenceText(evidence, language))),
    judgedText(judgedIn(evidences), language),
    ...items.flatMap((item) => warnings(item, items.length > 1, language)).slice(0, mostWarnings),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** Empty if there is nothing to judge. */
export const judgedText = (judged: readonly Sign[], language: ItemLanguage): string =>
  judged.length === 0
    ? ''
    : language.toJudge(judged.map((sign) => escapeAll(signName(language.signs, sign))));

const tellsMore = (evidence: Evidence): boolean =>
  Object.values(evidence).some((found) => typeof found === 'object' && found !== null);

const nameOf = ({ item, title }: CheckedItem): string => (item.kind === 'ticket' ? item.key : title);

function itemLine(one: CheckedItem, language: ItemLanguage): string {
  const { title, url, evidence } = one;
  const name = nameOf(one);
  const head = url === null ? escapeAll(name) : link(url, name);
  const rest = title === name ? '' : ` ${escapeAll(shorten(title, longestTitle))}`;
  return `${head}${rest}: ${evidenceText(evidence, language)}`;
}

const evidenceText = (evidence: Evidence, language: ItemLanguage): string =>
  signsIn([evidence])
    .flatMap((sign) => {
      const found = foundOf(sign, evidence);
      if (found === undefined || found === toJudge || isWarning(found)) return [];
      return [`${mark(found)} ${signText(sign, found, language.signs)}`];
    })
    .join(' · ');

/** The name of a sign, linked to its evidence, with who or what shows it. */
function signText(sign: Sign, found: SignFinding, language: SignLanguage): string {
  const name = link(evidenceAddress(found), signName(language, sign));
  const detail = detailOf(found, language);
  return detail === null ? name : `${name} (${escapeAll(shorten(detail, longestDetail))})`;
}

/** What is not as it should be, but does not hold the release. */
const warnings = (one: CheckedItem, named: boolean, language: ItemLanguage): readonly string[] =>
  signsIn([one.evidence])
    .filter((sign) => isWarning(one.evidence[sign]))
    .map((sign) => {
      const text = signText(sign, one.evidence[sign] ?? null, language.signs);
      return `:warning: ${named ? `${escapeAll(nameOf(one))}: ` : ''}${text}`;
    });
