import { z } from 'zod';

/** As long as what a signal takes. */
const longest = 3000;

const address = z.url({ protocol: /^https?$/ }).max(longest);

/** A browser passes over a line break within an address; what reads markup does not. */
const isOneWord = (text: string): boolean => /^[^\s\p{Cc}\p{Cf}<>]+$/u.test(text);

/** The web address that somebody typed, or null if it is none. */
export const readWikiLink = (text: string): string | null =>
  isOneWord(text.trim()) ? (address.safeParse(text.trim()).data ?? null) : null;
