import { isService } from '../service.ts';

/**
 * How a person is written in what people type and in their reasons: `@` and the Slack user ID, as in `@U024BE7LH`. Every door writes people
 * like this. A service is written in full, as in `service:ci`.
 */
export const personNamed = (user: string): string => (isService(user) ? user : `@${user}`);

/** A person, with the name that is typed for them. */
export interface NamedPerson {
  readonly id: string;
  readonly name: string;
}

/** Replaces `@` and a name by `@` and the user ID, which the grammar reads, if exactly one of these people has that name. */
export function withPeople(text: string, people: readonly NamedPerson[]): string {
  const isAlone = ({ name }: NamedPerson): boolean =>
    people.filter((other) => other.name.toLowerCase() === name.toLowerCase()).length === 1;
  // Of names with the same beginning, the longest is meant.
  const named = people.filter(isAlone).sort((a, b) => b.name.length - a.name.length);
  return named.reduce((said, { id, name }) => said.replace(calling(name), () => personNamed(id)), text);
}

const calling = (name: string): RegExp =>
  new RegExp(`(?<=^|[\\s,(])@${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?=$|[\\s,.:;!?)])`, 'giu');

/** The user ID of the person that a word names; null if it names nobody. */
export const readPerson = (word: string): string | null => /^@([UW][A-Z0-9_]+)$/.exec(word)?.[1] ?? null;

/** The same, but also reads a service, `service:NAME`. */
export function readActor(word: string): string | null {
  const service = word.toLowerCase().replace(/^@/, '');
  return isService(service) ? service : readPerson(word);
}
