/** What is written into tickets, for their readers. */
import type { EventRow } from '../domain/log/event-row.ts';
import type { Language } from '../domain/settings.ts';
import type { ToldOutside } from '../domain/told-outside.ts';
import { reasonIn } from './log-words.ts';

/** A text in parts. What people wrote is kept apart, because each tracker reads it as its own markup. */
export type WriteBackText = readonly (string | { readonly given: string })[];

interface Words {
  readonly happened: Readonly<Record<ToldOutside, string>>;
  readonly by: string;
  readonly together: string;
}
const words: Readonly<Record<Language, Words>> = {
  en: {
    happened: { started: 'Release started', finished: 'Released', rolledBack: 'Rolled back' },
    by: 'by',
    together: 'together with',
  },
  ru: {
    happened: { started: 'Старт релиза', finished: 'На проде', rolledBack: 'Откат' },
    by: '—',
    together: 'вместе с',
  },
};

/** In characters. */
const longest = 500;

/** `actor`: the name of the person who did it; null: unknown. */
export function writeBackSaid(
  language: Language,
  {
    type,
    components,
    tickets,
    facts,
  }: Pick<EventRow, 'components' | 'tickets' | 'facts'> & { type: ToldOutside },
  ticket: string,
  actor: string | null,
): WriteBackText {
  const { happened, by, together } = words[language];
  const others = tickets.filter((key) => key !== ticket);
  const reason = reasonIn(facts);
  return [
    happened[type],
    ...(components.length === 0 ? [] : [`: ${components.join(', ')}`]),
    ...(actor === null ? [] : [` ${by} `, given(actor)]),
    ...(others.length === 0 ? [] : [`, ${together} `, given(others.join(', '))]),
    ...(reason === null ? [] : ['. ', given(reason)]),
  ];
}

const given = (text: string) => ({
  given: text
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, longest),
});
