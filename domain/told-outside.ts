/** The events of a release that are reported outside Slack. */
export const toldOutside = ['started', 'finished', 'rolledBack'] as const;
export type ToldOutside = (typeof toldOutside)[number];

export const isToldOutside = (type: string): type is ToldOutside => toldOutside.some((one) => one === type);
