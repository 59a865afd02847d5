import type { HomePart, HomeTexts, SharedFreeze } from './home.ts';
import { mention } from './mrkdwn.ts';
import { lockLines } from './queue-layout.ts';
import type { QueueLanguage } from './queue-layout.ts';
import { ticketOf, titleText } from './ticket.ts';
import { readersClock } from './times.ts';

/** The words of the App Home that differ by language, other than those of the queue. */
export interface HomeLanguage extends Pick<HomeTexts, 'ask' | 'headings' | 'nothing'> {
  readonly locale: string;
  /** Where to see the rest of a part that is cut. */
  readonly whereElse: Readonly<Record<HomePart, string>>;
  readonly since: (time: string) => string;
  readonly askedBy: (requester: string) => string;
  readonly silent: (components: string) => string;
}

/** The most holders and waiters named per lock. */
const mostNamed = 5;
/** The most components named per freeze. */
const mostFrozen = 20;

export function homeIn(words: HomeLanguage, queue: QueueLanguage): HomeTexts {
  const { ask, headings, nothing, locale, whereElse } = words;
  const { components, stages, andMore } = queue;
  const someOf = ({ components: names }: SharedFreeze): string => {
    const unnamed = names.length - mostFrozen;
    return `${components(names.slice(0, mostFrozen))}${unnamed > 0 ? ` ${andMore(unnamed)}` : ''}`;
  };
  return {
    ask,
    headings,
    nothing,
    more: (part, count) => `… ${andMore(count)}. ${whereElse[part]}`,
    release: (release, around) => {
      const { title, stage, requester, admin, since } = release;
      const facts = [
        `${stages[stage]} ${words.since(readersClock(since, around, locale))}`,
        components(release.components),
        words.askedBy(mention(requester)),
        ...(admin === null ? [] : [`${queue.admin} ${mention(admin)}`]),
      ];
      const name = title === null ? '' : ` ${titleText(title)}`;
      return `*${ticketOf(release, around)}*${name}\n${facts.join(' · ')}`;
    },
    lock: (lock, releases, around) => {
      const { holders, queue: waiters } = lock;
      const named = { holders: holders.slice(0, mostNamed), queue: waiters.slice(0, mostNamed) };
      const unnamed = holders.length + waiters.length - named.holders.length - named.queue.length;
      const find = (ticket: string) => releases.find((open) => open.ticket === ticket);
      const lines = lockLines({ ...lock, ...named, freezes: [] }, { language: queue, find, around });
      return unnamed === 0 ? lines : `${lines}\n   … ${andMore(unnamed)}`;
    },
    free: (names) => queue.free(components(names)),
    silent: (names) => words.silent(components(names)),
    freeze: (shared, around) => `:snowflake: ${someOf(shared)} ${queue.frozen(shared, around)}`,
  };
}
