/** What `dobrobot check` says, always in English. */
import { foundOf, isMissing, isUnclear, isWarning, signsIn, toJudge } from '../domain/release/evidence.ts';
import type { Found } from '../domain/release/evidence.ts';
import type { CheckReport } from '../domain/release/checks.ts';
import type { CheckedItem } from '../domain/release/snapshot.ts';
import type { Sign } from '../domain/settings.ts';
import { signWords } from './en/signs.ts';
import { addressOf, detailOf, signName } from './signs.ts';

/** Where the rule of a sign stands; null if it is that of the tracker. */
export type RulePlace = (sign: Sign) => string | null;

export const checkWords = {
  check: 'Tells what the formal checks of a ticket find now, by a worker, and changes nothing',
  what: 'a ticket with the options of dobro, such as components:a,b or a wiki link',
  rules: 'instead: by which rules signs are checked, and what `true` stands for with each tracker',
  exitCodes: `
Exit code: 0 if nothing is missing, 1 if something is, 2 if the words cannot be understood, 3 if it cannot be told now.`,
  nothing: 'Say which ticket, or --rules.',
  onlyTicket: 'By the API a ticket is checked alone, without options of dobro.',
  notUnderstood: (words: string) => `${JSON.stringify(words)} is nothing that could be asked for with dobro.`,
  noRelease: (key: string) => `There is no release ${key}.`,
  noAnswer: (reason: string) =>
    `There is no answer: ${reason}. A worker has to run, and TEMPORAL_ADDRESS to name its Temporal.`,
  rule: (path: string, place: string) => `${path} (${place})`,
  off: '    switched off',
  preset: (name: string, tracker: string) => `  true, as ${name} (${tracker}) has it:`,
  recorded: (sign: string) => `    the word \`${sign}\` of the ticket`,
};

/** The lines about all that is released. */
export function checkedText(report: CheckReport, place: RulePlace): readonly string[] {
  switch (report.outcome) {
    case 'unknownTicket':
      return [`The tracker does not know a ticket ${report.ticket ?? ''}.`];
    case 'unavailable':
      return [
        ...(report.items ?? []).flatMap((item) => itemLines(item, place)),
        `It cannot be told now: ${report.message}`,
      ];
    case 'checked': {
      const { items = [], scope } = report;
      return [...items.flatMap((item) => itemLines(item, place)), ...scopeLines(scope)];
    }
  }
}

function scopeLines({
  components,
  unknownComponents,
  leftOut,
}: Extract<CheckReport, { outcome: 'checked' }>['scope']) {
  return [
    `Components: ${components.join(', ') || 'none'}`,
    ...(unknownComponents.length === 0 ? [] : [`Not known here: ${unknownComponents.join(', ')}`]),
    ...(leftOut.length === 0 ? [] : [`The ticket names, and components: leaves out: ${leftOut.join(', ')}`]),
  ];
}

function itemLines({ item, title, url, evidence }: CheckedItem, place: RulePlace): readonly string[] {
  const name = item.kind === 'ticket' ? item.key : title;
  const head = [name, ...(title === name ? [] : [title]), ...(url === null ? [] : [url])].join('  ');
  return [head, ...signsIn([evidence]).map((sign) => signLine(sign, foundOf(sign, evidence) ?? null, place))];
}

function signLine(sign: Sign, found: Found, place: RulePlace): string {
  const detail = detailOf(found, signWords);
  const address = addressOf(found);
  const name = signName(signWords, sign);
  const said = detail === null ? name : `${name}: ${detail}`;
  const rule = place(sign) ?? 'as the tracker has it';
  return `  ${outcomeOf(found).padEnd(12)} ${said}${address === null ? '' : `  ${address}`}  (${rule})`;
}

function outcomeOf(found: Found): string {
  if (found === toJudge) return 'to judge';
  if (isWarning(found)) return 'warning';
  if (isUnclear(found)) return 'cannot tell';
  return isMissing(found) ? 'missing' : 'passed';
}
