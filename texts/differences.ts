import type { Aspect, Difference, ScopeAspect } from '../domain/release/snapshot.ts';
import type { UsualSign } from '../domain/settings.ts';
import { escapeAll, plain } from './mrkdwn.ts';

/** Longer texts, such as addresses, are cut. */
const longest = 200;

const shown = (text: string | null): string =>
  text === null ? '—' : plain(text.length > longest ? `${text.slice(0, longest)}…` : text);

/** `QA: done → —`, one after the other. A sign of a company's own is called as the configuration has it. */
export const differencesIn = (names: Readonly<Record<UsualSign | ScopeAspect, string>>) => {
  const nameOf = (aspect: Aspect): string =>
    Object.hasOwn(names, aspect) ? names[aspect as ScopeAspect] : escapeAll(aspect);
  return (differences: readonly Difference[]): string =>
    differences
      .map(({ aspect, before, after }) => `${nameOf(aspect)}: ${shown(before)} → ${shown(after)}`)
      .join('; ');
};
