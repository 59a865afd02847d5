import { languages } from '../../domain/settings.ts';
import type { Language } from '../../domain/settings.ts';

/** The language of whoever sits at the terminal, by its locale; null: one in which there are no texts, or none is set. */
export function spokenLanguage(env: NodeJS.ProcessEnv): Language | null {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return languages.find((language) => new RegExp(`^${language}(?![a-z])`, 'i').test(locale)) ?? null;
}
