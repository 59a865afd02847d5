/** Whether a Slack ID is that of a user group, not of a person. */
export const isGroup = (id: string): boolean => id.startsWith('S');

/** The user who represents a group when there is no Slack to list its members. */
export const standInOf = (group: string): string => `U${group}`;
