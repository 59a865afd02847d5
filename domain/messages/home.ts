/** Why somebody is to see their App Home anew, each a signal: it is before them, or they gave a command that may change it. */
export const homeReasons = ['opened', 'commanded'] as const;
export type HomeReason = (typeof homeReasons)[number];
