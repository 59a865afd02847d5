import { expect } from 'vitest';
import type { Stage } from '../../domain/release/stage.ts';
import { components, type Company, type CompanyOptions } from './company.ts';
import { steps, type Reading, type Role, type Step } from './conversation-steps.ts';
import { Transcript } from './transcript.ts';
import { eventually } from './eventually.ts';
import { patienceMs } from './patience.ts';

/** The names in a conversation: ticket keys of the three releases, and the critical component of the first two. */
export interface Cast extends Readonly<Record<Role, string>> {
  readonly component: string;
}

/** The names for one conversation among several: its own tickets and critical component. */
export const castOf = (number: number): Cast => ({
  first: `RUN${number}-1`,
  second: `RUN${number}-2`,
  third: `RUN${number}-3`,
  component: `service-${number}`,
});

/** The options of a company in which these conversations take place. */
export const touchedBy = (casts: readonly Cast[]): Pick<CompanyOptions, 'tickets' | 'components'> => ({
  tickets: Object.fromEntries(
    casts.flatMap(({ first, second, third, component }) => [
      [first, [component]],
      [second, [component]],
      [third, ['ios-app']],
    ]),
  ),
  components: {
    ...components,
    ...Object.fromEntries(casts.map((cast) => [cast.component, { critical: true, dependsOn: ['db'] }])),
  },
});

const roles = ['first', 'second', 'third'] as const;

/** The texts read, by `place role`. Their order is fixed within a release, but not between two. */
type Readings = Readonly<Record<string, readonly unknown[]>>;

/** One run of the conversation; several may run at once in one company. */
export class Conversation {
  readonly cast: Cast;
  readonly #company: Company;
  readonly #transcript: Transcript;

  constructor(company: Company, cast: Cast, transcript = new Transcript(company)) {
    this.#company = company;
    this.cast = cast;
    this.#transcript = transcript;
  }

  /** Plays these steps one after the other, and waits for the effects of each. */
  async play(from: number, to = steps.length): Promise<void> {
    for (let index = from; index < to; index += 1) {
      await this.say(stepAt(index));
      await this.settled(index);
    }
  }

  say({ user, words }: Pick<Step, 'user' | 'words'>): Promise<unknown> {
    return this.#company.say(user, this.wordsOf(words));
  }

  wordsOf(words: string): string {
    return words.replace(/first|second|third/g, (role) => this.cast[role as Role]);
  }

  /** Resolves once all steps up to this one have had all their effects, and no others. */
  async settled(index: number): Promise<void> {
    await eventually(async () => {
      expect(await this.#standing(index)).toEqual(this.#expectedStanding(index));
      expect(await this.#read(), `after "${stepAt(index).words}"`).toEqual(this.#expectedReadings(index));
    });
  }

  /** Resolves once nothing more will be said: a release closes only when it has delivered everything. */
  async over(): Promise<void> {
    const { client } = this.#company.temporal;
    const close = (role: Role) => client.workflow.getHandle(`release:${this.cast[role]}`).result();
    await client.withDeadline(Date.now() + patienceMs, () => Promise.all(roles.map(close)));
    expect(await this.#read()).toEqual(this.#expectedReadings(steps.length - 1));
  }

  async #standing(index: number): Promise<unknown> {
    const { stages } = stepAt(index);
    const stageOf = async (role: Role) => (await this.#company.statusOf(this.cast[role])).stage;
    const lock = await this.#company.lock(this.cast.component);
    return {
      stages: await Promise.all(roles.map(async (role, n) => (stages[n] === null ? null : stageOf(role)))),
      holders: lock.holders.map(({ ticket, started }) => [ticket, started ? 'started' : 'not started']),
      waiting: lock.queue.map(({ ticket }) => ticket),
    };
  }

  #expectedStanding(index: number) {
    const { stages, holder, waiting } = stepAt(index);
    const started = holder !== null && stages[roles.indexOf(holder)] === ('deploying' satisfies Stage);
    return {
      stages,
      holders: holder === null ? [] : [[this.cast[holder], started ? 'started' : 'not started']],
      waiting: waiting.map((role) => this.cast[role]),
    };
  }

  async #read(): Promise<Readings> {
    const posts = await this.#transcript.posts();
    return grouped(
      posts.flatMap(({ place, text }) => {
        const about = this.#about(text);
        // Sent only if the checks take long, for example while there is no worker.
        const isAside = text.startsWith('I am looking at ');
        return about === null || isAside ? [] : [[`${place} ${about}`, text] as const];
      }),
    );
  }

  /** The first of its tickets that a text mentions. */
  #about(text: string): Role | null {
    const places = roles.map((role) => text.search(new RegExp(`(?<![\\w-])${this.cast[role]}(?!\\w)`)));
    const named = places.filter((place) => place >= 0);
    return named.length === 0 ? null : (roles[places.indexOf(Math.min(...named))] ?? null);
  }

  #expectedReadings(index: number): Readings {
    const readings = steps.slice(0, index + 1).flatMap((step) => step.read);
    return grouped(readings.map((reading) => [`${reading.place} ${reading.about}`, this.#matcher(reading)]));
  }

  #matcher({ says }: Reading): unknown {
    const pattern = this.wordsOf(says).replaceAll('COMPONENT', this.cast.component);
    return expect.stringMatching(new RegExp(pattern, 's'));
  }
}

export function stepAt(index: number): Step {
  const step = steps[index];
  if (step === undefined) throw new Error(`There is no step ${index}`);
  return step;
}

function grouped(pairs: readonly (readonly [string, unknown])[]): Readings {
  const groups: Record<string, unknown[]> = {};
  for (const [group, item] of pairs) (groups[group] ??= []).push(item);
  return groups;
}
