import { expect } from 'vitest';
import { botUserId } from '../../start/embedded-slack.ts';
import type { SlackMessage } from './slack.ts';
import { general, people, shipping, type Company, type Person } from './company.ts';
import { eventually } from './eventually.ts';

/** Where the bot says something; a person means their direct messages. */
export type Place = 'general' | 'shipping' | Person;

export interface BotPost {
  readonly place: Place;
  readonly text: string;
}

const freshForMs = 200;

/** Everything that the bot has said in this company, in the order of each place. Concurrent callers share one read. */
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

  /** Resolves once the bot has said something that matches there. */
  async untilSaid(place: Place, pattern: RegExp): Promise<void> {
    await eventually(async () => {
      const said = (await this.posts()).filter((post) => post.place === place);
      expect(said.map(({ text }) => text)).toContainEqual(expect.stringMatching(pattern));
    });
  }

  async #read(): Promise<readonly BotPost[]> {
    const { slack } = this.#company;
    const direct = async (person: Person) => [person, await slack.dm(person)] as const;
    this.#places ??= Promise.all(people.map(direct));
    const places = [['general', general], ['shipping', shipping], ...(await this.#places)] as const;
    const read = async ([place, channel]: readonly [Place, string]) =>
      (await slack.messages(channel))
        .filter(({ user }) => user === botUserId)
        .flatMap(partsOf)
        .map((text) => ({ place, text }));
    return (await Promise.all(places.map(read))).flat();
  }
}

interface TextBlock {
  readonly block_id?: string;
  readonly text?: { readonly text?: string };
}

/** The parts of a message that was joined from several for the same place. Each begins with a block that has its ID. */
export function partsOf({ text = '', blocks = [] }: SlackMessage): readonly string[] {
  const parts: { readonly id: string; readonly texts: string[] }[] = [];
  for (const { block_id: id = '', text: words } of blocks as readonly TextBlock[]) {
    const last = parts.at(-1);
    if (words?.text === undefined) continue;
    if (last !== undefined && id.startsWith(`${last.id}.`)) last.texts.push(words.text);
    else parts.push({ id, texts: [words.text] });
  }
  return parts.length < 2 ? [text] : parts.map(({ texts }) => texts.join(''));
}
