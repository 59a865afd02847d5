/** Whether an ID of Slack is that of a user group, and not of a person. */
export const isGroup = (id: string): boolean => id.startsWith('S');

/** Who stands for a user group where there is no Slack to tell who is in it: a user called like the group. */
export const standInOf = (group: string): string => `U${group}`;
