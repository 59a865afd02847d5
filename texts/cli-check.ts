/** Texts of `dobrobot check`, always in English. */
import { foundOf, isMissing, isUnclear, isWarning, signsIn, toJudge } from '../domain/release/evidence.ts';
import type { SignFinding } from '../domain/release/evidence.ts';
import type { CheckReport } from '../domain/release/check-report.ts';
import type { CheckedItem } from '../domain/release/snapshot.ts';
import type { Sign } from '../domain/settings.ts';
import { signWords } from './en/signs.ts';
import { evidenceAddress, detailOf, signName } from './signs.ts';

/** The rules that a sign was checked by; null stands for the preset of its tracker. */
export type RuleWords = (sign: Sign) => readonly (string | null)[];

type Checked = Extract<CheckReport, { outcome: 'checked' }>;

export const checkWords = {
  check: 'Tells what the formal checks of a ticket find now, by a worker, and changes nothing',
  what: 'a ticket with the options of dobro, such as components:a,b or a wiki link',
  rules: 'instead: by which rules signs are checked, and what `true` stands for with each tracker',
  exitCodes: `
Exit code: 0 if nothing is missing, 1 if something is, 2 if the words cannot be understood, 3 if it cannot be told now.`,
  nothing: 'Say which ticket, or --rules.',
  onlyTicket: 'By the API a ticket is checked alone, without options of dobro.',
  notUnderstood: (words: string) => `${JSON.stringify(words)} is nothing that could be asked for with dobro.`,
  rule: (path: string, place: string) => `${path} (${place})`,
  off: '    switched off',
  preset: (name: string, tracker: string) => `  true, as ${name} (${tracker}) has it:`,
  recorded: (sign: string) => `    the word \`${sign}\` of the ticket`,
};

/** The lines about everything that is released. */
export const checkedText = ({ items = [], scope }: Checked, rules: RuleWords): readonly string[] => [
  ...items.flatMap((item) => itemLines(item, rules)),
  ...scopeLines(scope),
];

/** The same, when part of the result is unknown. */
export const unclearChecks = (
  { items, reason }: { readonly items: readonly CheckedItem[]; readonly reason: string },
  rules: RuleWords,
): readonly string[] => [
  ...items.flatMap((item) => itemLines(item, rules)),
  `It cannot be told now: ${reason}`,
];

function scopeLines({ components, unknownComponents, leftOut }: Checked['scope']) {
  return [
    `Components: ${components.join(', ') || 'none'}`,
    ...(unknownComponents.length === 0 ? [] : [`Not known here: ${unknownComponents.join(', ')}`]),
    ...(leftOut.length === 0 ? [] : [`The ticket names, and components: leaves out: ${leftOut.join(', ')}`]),
  ];
}

function itemLines({ item, title, url, evidence }: CheckedItem, rules: RuleWords): readonly string[] {
  const name = item.kind === 'ticket' ? item.key : title;
  const head = [name, ...(title === name ? [] : [title]), ...(url === null ? [] : [url])].join('  ');
  return [head, ...signsIn([evidence]).map((sign) => signLine(sign, foundOf(sign, evidence) ?? null, rules))];
}

function signLine(sign: Sign, found: SignFinding, rules: RuleWords): string {
  const detail = detailOf(found, signWords);
  const address = evidenceAddress(found);
  const name = signName(signWords, sign);
  const said = detail === null ? name : `${name}: ${detail}`;
  const by = [...new Set(rules(sign).map((one) => one ?? 'as the tracker has it'))].join('; ');
  const rule = by === '' ? '' : `  (${by})`;
  return `  ${outcomeOf(found).padEnd(12)} ${said}${address === null ? '' : `  ${address}`}${rule}`;
}

function outcomeOf(found: SignFinding): string {
  if (found === toJudge) return 'to judge';
  if (isWarning(found)) return 'warning';
  if (isUnclear(found)) return 'cannot tell';
  return isMissing(found) ? 'missing' : 'passed';
}
