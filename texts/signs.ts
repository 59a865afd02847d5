import { foundOf, lackOf } from '../domain/release/evidence.ts';
import type { SignFinding, DetailedFinding } from '../domain/release/evidence.ts';
import type { CheckedItem } from '../domain/release/snapshot.ts';
import type { Sign, UsualSign } from '../domain/settings.ts';
import type { Fact, Why } from '../domain/signs/finding.ts';

/** The words about signs that differ by language. Plain text. */
export interface SignLanguage {
  readonly names: Readonly<Record<UsualSign, string>>;
  /** The text for a missing sign. */
  readonly missing: Readonly<Record<UsualSign, string>>;
  readonly missingOwn: (sign: Sign) => string;
  /** Null if there is nothing to add. */
  readonly fact: (fact: Fact) => string | null;
  /** Null if there is nothing to add. */
  readonly why: (why: Why) => string | null;
  /** It is unknown what a ticket touches. */
  readonly touches: (reason: string) => string;
}

type Lack = Exclude<DetailedFinding, { outcome: 'passed' }>;

const own = (table: Readonly<Record<string, string>>, sign: Sign): string | undefined =>
  Object.hasOwn(table, sign) ? table[sign] : undefined;

/** The usual signs have names in each language; a company's own keeps its name from the configuration. */
export const signName = ({ names }: Pick<SignLanguage, 'names'>, sign: Sign): string =>
  own(names, sign) ?? sign;

/** Who or what shows a sign, or why it is missing; null if there is nothing to add. */
export function detailOf(found: SignFinding | undefined, language: SignLanguage): string | null {
  if (typeof found !== 'object' || found === null) return null;
  if (found.outcome !== 'passed') return messageOf(found) ?? language.why(found.why);
  const facts = found.shown.map(({ fact }) => language.fact(fact)).filter((text) => text !== null);
  return facts.length === 0 ? null : facts.join('; ');
}

/** The configured message for a missing sign; null for one that could not be checked. */
const messageOf = ({ outcome, message }: Lack): string | null => (outcome === 'missing' ? message : null);

/** The address of a sign's evidence; null if it has none. */
export function evidenceAddress(found: SignFinding | undefined): string | null {
  if (typeof found === 'string') return /^https?:\/\//i.test(found) ? found : null;
  if (typeof found !== 'object' || found?.outcome !== 'passed') return null;
  return found.shown.find(({ url }) => url !== null)?.url ?? null;
}

/** The text for a missing sign. */
export function missingText(sign: Sign, found: SignFinding | undefined, language: SignLanguage): string {
  const lack = lackOf(found);
  const message = lack && messageOf(lack);
  if (message !== null) return message;
  const base = own(language.missing, sign) ?? language.missingOwn(sign);
  const why = lack === null ? null : language.why(lack.why);
  return why === null ? base : `${base}: ${why}`;
}

/** The same, from the checks. `ticket` selects one of several; null: there is only one. */
export function missingReason(
  sign: Sign,
  ticket: string | null,
  items: readonly CheckedItem[],
  language: SignLanguage,
): string {
  const one = items.find(({ item }) => ticket === null || (item.kind === 'ticket' && item.key === ticket));
  return missingText(sign, one && foundOf(sign, one.evidence), language);
}
