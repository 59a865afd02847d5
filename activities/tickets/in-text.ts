import { addressesOf } from '../../domain/signs/address.ts';
import type { Checkbox } from '../../domain/signs/ticket.ts';

/** The task list of a text in Markdown, or in the wiki text of a tracker: `- [x] Rollback described`. */
export const checkboxesIn = (text: string): readonly Checkbox[] =>
  [...text.matchAll(/^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+\[([ xX])\][ \t]+(\S.*)$/gm)].map(
    ([, mark = ' ', words = '']) => ({ text: plainWords(words), checked: mark !== ' ' }),
  );

/** Without the marks of emphasis, code and links. */
const plainWords = (markup: string): string =>
  markup
    .replace(/\[([^[\]]*)\]\((?:[^()]|\([^()]*\))*\)/g, '$1')
    .replace(/[*_`~]+/g, '')
    .trim();

/** So many addresses are looked at. */
const mostAddresses = 50;

/** The web addresses in a text, each once. */
export const addressesIn = (text: string): readonly string[] =>
  [...new Set(addressesOf(text))].slice(0, mostAddresses);
