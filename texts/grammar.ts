/** The plural forms of a word in one language; `other` is used for those not given. */
type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** How one language counts and lists. */
export interface LanguageRules {
  /** The form for a number. */
  readonly plural: (count: number, forms: Forms) => string;
  /** `a, b and c`. */
  readonly and: (parts: readonly string[]) => string;
  /** `a, b or c`. */
  readonly or: (parts: readonly string[]) => string;
}

export function rulesOf(locale: string): LanguageRules {
  const numbers = new Intl.PluralRules(locale);
  const all = new Intl.ListFormat(locale, { type: 'conjunction' });
  const one = new Intl.ListFormat(locale, { type: 'disjunction' });
  return {
    plural: (count, forms) => forms[numbers.select(count)] ?? forms.other,
    and: (parts) => all.format(parts),
    or: (parts) => one.format(parts),
  };
}
