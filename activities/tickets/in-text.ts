import { addressesOf } from '../../domain/signs/address.ts';
import type { Checkbox } from '../../domain/signs/ticket.ts';

/** The task list in a Markdown or wiki text: `- [x] Rollback described`. */
export const checkboxesIn = (text: string): readonly Checkbox[] =>
  [...text.matchAll(/^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+\[([ xX])\][ \t]+(\S.*)$/gm)].map(
    ([, mark = ' ', words = '']) => ({ text: plainWords(words), checked: mark !== ' ' }),
  );

/** Removes the markup of emphasis, code and links. */
const plainWords = (markup: string): string =>
  markup
    .replace(/\[([^[\]]*)\]\((?:[^()]|\([^()]*\))*\)/g, '$1')
    .replace(/[*_`~]+/g, '')
    .trim();

/** The most addresses that are returned. */
const mostAddresses = 50;

/** The web addresses in a text, without duplicates. */
export const addressesIn = (text: string): readonly string[] =>
  [...new Set(addressesOf(text))].slice(0, mostAddresses);
