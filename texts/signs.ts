import { foundOf, lackOf } from '../domain/release/evidence.ts';
import type { Found, ToldFound } from '../domain/release/evidence.ts';
import type { CheckedItem } from '../domain/release/snapshot.ts';
import type { Sign, UsualSign } from '../domain/settings.ts';
import type { Fact, Why } from '../domain/signs/finding.ts';

/** What differs from language to language where signs are told of. Plain text. */
export interface SignLanguage {
  readonly names: Readonly<Record<UsualSign, string>>;
  /** What is said where one is missing. */
  readonly missing: Readonly<Record<UsualSign, string>>;
  readonly missingOwn: (sign: Sign) => string;
  /** Null where there is no more to say. */
  readonly fact: (fact: Fact) => string | null;
  /** Null where there is no more to say. */
  readonly why: (why: Why) => string | null;
  /** Where nobody can tell what a ticket touches. */
  readonly touches: (reason: string) => string;
}

type Lack = Exclude<ToldFound, { outcome: 'passed' }>;

const own = (table: Readonly<Record<string, string>>, sign: Sign): string | undefined =>
  Object.hasOwn(table, sign) ? table[sign] : undefined;

/** The usual ones have names in each language, a company's own that which the configuration gives it. */
export const signName = ({ names }: Pick<SignLanguage, 'names'>, sign: Sign): string =>
  own(names, sign) ?? sign;

/** Who or what shows a sign, or why it is not there; null where there is no more to say. */
export function detailOf(found: Found | undefined, language: SignLanguage): string | null {
  if (typeof found !== 'object' || found === null) return null;
  if (found.outcome !== 'passed') return messageOf(found) ?? language.why(found.why);
  const facts = found.shown.map(({ fact }) => language.fact(fact)).filter((text) => text !== null);
  return facts.length === 0 ? null : facts.join('; ');
}

/** What the configuration has said where a sign is missing; it says nothing of one that nobody can tell. */
const messageOf = ({ outcome, message }: Lack): string | null => (outcome === 'missing' ? message : null);

/** Where a sign is shown; null if it has no address. */
export function addressOf(found: Found | undefined): string | null {
  if (typeof found === 'string') return /^https?:\/\//i.test(found) ? found : null;
  if (typeof found !== 'object' || found?.outcome !== 'passed') return null;
  return found.shown.find(({ url }) => url !== null)?.url ?? null;
}

/** What is said of a sign that is missing. */
export function missingText(sign: Sign, found: Found | undefined, language: SignLanguage): string {
  const lack = lackOf(found);
  const message = lack && messageOf(lack);
  if (message !== null) return message;
  const base = own(language.missing, sign) ?? language.missingOwn(sign);
  const why = lack === null ? null : language.why(lack.why);
  return why === null ? base : `${base}: ${why}`;
}

/** The same by what was checked; `ticket` is that of several, or null. */
export function missingIn(
  sign: Sign,
  ticket: string | null,
  items: readonly CheckedItem[],
  language: SignLanguage,
): string {
  const one = items.find(({ item }) => ticket === null || (item.kind === 'ticket' && item.key === ticket));
  return missingText(sign, one && foundOf(sign, one.evidence), language);
}
