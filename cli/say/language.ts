import { languages } from '../../domain/settings.ts';
import type { Language } from '../../domain/settings.ts';

/** The language of the terminal's locale. Null if no locale is set or we have no texts in its language. */
export function spokenLanguage(env: NodeJS.ProcessEnv): Language | null {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return languages.find((language) => new RegExp(`^${language}(?![a-z])`, 'i').test(locale)) ?? null;
}
