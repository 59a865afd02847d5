import { foundOf, isHolding, signsIn } from '../domain/release/evidence.ts';
import type { CheckedItem } from '../domain/release/snapshot.ts';
import type { Language } from '../domain/settings.ts';
import { signWords as en } from './en/signs.ts';
import { signWords as ru } from './ru/signs.ts';
import { detailOf, signName } from './signs.ts';
import type { SignLanguage } from './signs.ts';

const words: Readonly<Record<Language, SignLanguage>> = { en, ru };

/** Why it is unknown what a ticket touches. Plain text, in one line. */
export const touchesText = (language: Language, reason: string): string => words[language].touches(reason);

/** The signs that hold a release because they could not be checked; null if there are none. Plain text, in one line. */
export function unclearText(language: Language, items: readonly CheckedItem[]): string | null {
  const texts = items.flatMap(({ item, evidence }) =>
    signsIn([evidence]).flatMap((sign) => {
      const found = foundOf(sign, evidence);
      if (!isHolding(found)) return [];
      const detail = detailOf(found, words[language]);
      const name = signName(words[language], sign);
      const ticket = items.length > 1 && item.kind === 'ticket' ? `${item.key}: ` : '';
      return [`${ticket}${detail === null ? name : `${name}: ${detail}`}`];
    }),
  );
  return texts.length === 0 ? null : texts.join('; ');
}
