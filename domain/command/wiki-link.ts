import { z } from 'zod';

/** As long as what a signal takes. */
const longest = 3000;

const address = z.url({ protocol: /^https?$/ }).max(longest);

/** The web address that somebody typed, or null if it is none. */
export const readWikiLink = (text: string): string | null => address.safeParse(text).data ?? null;
