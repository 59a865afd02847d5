/**
 * A person in what people type, and in the reasons that they give: `@` and the Slack user ID, as in `@U024BE7LH`. Every door writes
 * people so.
 */
export const personNamed = (user: string): string => `@${user}`;

/** The user ID of the person that a word names; null if it names nobody. */
export const readPerson = (word: string): string | null => /^@([UW][A-Z0-9_]+)$/.exec(word)?.[1] ?? null;
