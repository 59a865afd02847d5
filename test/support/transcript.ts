import { botUserId } from '../../start/embedded-slack.ts';
import { general, people, shipping, type Company, type Person } from './company.ts';

/** Where the bot says something; a person stands for their direct messages. */
export type Place = 'general' | 'shipping' | Person;

export interface BotPost {
  readonly place: Place;
  readonly text: string;
}

const freshForMs = 200;

/** Everything that the bot has said to this company, in the order of each place. Many may look at once. */
export class Transcript {
  readonly #company: Company;
  #places: Promise<readonly (readonly [Place, string])[]> | null = null;
  #look: { readonly at: number; readonly posts: Promise<readonly BotPost[]> } | null = null;

  constructor(company: Company) {
    this.#company = company;
  }

  posts(): Promise<readonly BotPost[]> {
    const now = performance.now();
    if (this.#look === null || now - this.#look.at > freshForMs)
      this.#look = { at: now, posts: this.#read() };
    return this.#look.posts;
  }

  async #read(): Promise<readonly BotPost[]> {
    const { slack } = this.#company;
    const direct = async (person: Person) => [person, await slack.dm(person)] as const;
    this.#places ??= Promise.all(people.map(direct));
    const places = [['general', general], ['shipping', shipping], ...(await this.#places)] as const;
    const read = async ([place, channel]: readonly [Place, string]) =>
      (await slack.messages(channel))
        .filter(({ user }) => user === botUserId)
        .map(({ text }) => ({ place, text: text ?? '' }));
    return (await Promise.all(places.map(read))).flat();
  }
}
