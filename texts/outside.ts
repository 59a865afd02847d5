/** Grafana's annotations, and what Temporal shows about failing deliveries; the latter is for operators and always in English. */
import type { EventRow } from '../domain/log/event-row.ts';
import type { Language } from '../domain/settings.ts';

const happened: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { started: 'started', finished: 'finished', rolledBack: 'rolled back' },
  ru: { started: 'старт', finished: 'финиш', rolledBack: 'откат' },
};

/** An annotation, escaped because Grafana reads it as HTML; `reason` is that of a rollback. */
export function annotation(
  language: Language,
  { ticket, tickets, title, type }: EventRow,
  reason: string | null,
): string {
  const keys = [...new Set([...(ticket === null ? [] : [ticket]), ...tickets])].join(', ');
  const what = [keys, title ?? ''].filter((part) => part !== '').join(' ');
  return escaped(`${what}: ${happened[language][type] ?? type}${reason === null ? '' : `, ${reason}`}`);
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const failures = {
  unknownDestination: (destination: string) => `${destination} is not in the configuration any more`,
  noSecret: (variable: string) =>
    `${variable} is not set in the environment of the worker, nor ${variable}_FILE`,
  badSecret: (variable: string) => `${variable} has to be whsec_ and a secret in base64`,
  unreachable: (origin: string, reason: string) => `${origin} does not answer: ${reason}`,
  refused: (origin: string, status: number) => `${origin} answers ${status}`,
  redirected: (origin: string, status: number) =>
    `${origin} answers ${status}; redirects are not followed, the configuration has to name the final address`,
};
