import type { Aspect, Difference, ScopeAspect } from '../domain/release/snapshot.ts';
import type { UsualSign } from '../domain/settings.ts';
import { escapeAll, plain } from './mrkdwn.ts';

/** In characters. Longer texts, such as addresses, are truncated. */
const longest = 200;

const shown = (text: string | null): string =>
  text === null ? '—' : plain(text.length > longest ? `${text.slice(0, longest)}…` : text);

/** Formats differences as `QA: done → —; …`. A company's own sign keeps its name from the configuration. */
export const differencesIn = (names: Readonly<Record<UsualSign | ScopeAspect, string>>) => {
  const nameOf = (aspect: Aspect): string =>
    Object.hasOwn(names, aspect) ? names[aspect as ScopeAspect] : escapeAll(aspect);
  return (differences: readonly Difference[]): string =>
    differences
      .map(({ aspect, before, after }) => `${nameOf(aspect)}: ${shown(before)} → ${shown(after)}`)
      .join('; ');
};
