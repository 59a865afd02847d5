/** Why an App Home is refreshed, each a signal: the person has it open, or gave a command that may change it. */
export const homeReasons = ['opened', 'commanded'] as const;
export type HomeReason = (typeof homeReasons)[number];
