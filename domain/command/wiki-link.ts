import { z } from 'zod';

/** In characters. A signal takes no more. */
const longest = 3000;

const address = z.url({ protocol: /^https?$/ }).max(longest);

/** Browsers ignore a line break within an address; markup parsers do not. */
const isOneWord = (text: string): boolean => /^[^\s\p{Cc}\p{Cf}<>]+$/u.test(text);

/** The web address that somebody typed, or null if it is none. */
export const readWikiLink = (text: string): string | null =>
  isOneWord(text.trim()) ? (address.safeParse(text.trim()).data ?? null) : null;
