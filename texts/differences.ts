import type { Aspect, Difference } from '../domain/release/snapshot.ts';
import { plain } from './mrkdwn.ts';

/** Longer texts, such as addresses, are cut. */
const longest = 200;

const shown = (text: string | null): string =>
  text === null ? '—' : plain(text.length > longest ? `${text.slice(0, longest)}…` : text);

/** `QA: done → —`, one after the other. */
export const differencesIn =
  (names: Readonly<Record<Aspect, string>>) =>
  (differences: readonly Difference[]): string =>
    differences
      .map(({ aspect, before, after }) => `${names[aspect]}: ${shown(before)} → ${shown(after)}`)
      .join('; ');
