import { isService } from '../service.ts';

/**
 * A person in what people type, and in the reasons that they give: `@` and the Slack user ID, as in `@U024BE7LH`. Every door writes
 * people so. A service is named in full, as in `service:ci`.
 */
export const personNamed = (user: string): string => (isService(user) ? user : `@${user}`);

/** The user ID of the person that a word names; null if it names nobody. */
export const readPerson = (word: string): string | null => /^@([UW][A-Z0-9_]+)$/.exec(word)?.[1] ?? null;

/** The same, or the service, `service:NAME`. */
export function readActor(word: string): string | null {
  const service = word.toLowerCase().replace(/^@/, '');
  return isService(service) ? service : readPerson(word);
}
