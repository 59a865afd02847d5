import { mention, link, plain, shorten } from '../mrkdwn.ts';
import type { HomePart, HomeTexts } from '../home.ts';
import type { QueuedRelease, Surroundings } from '../texts.ts';
import { lockLines, stageWords } from './queue.ts';
import { authorEndReason, clock, components } from './standing.ts';

const longestTitle = 200;
/** Of those who hold a lock or wait for it, so many are named. */
const mostNamed = 5;
/** Of the components of one freeze, so many are named. */
const mostFrozen = 20;

function releaseLine(release: QueuedRelease, around: Surroundings): string {
  const { ticket, title, url, stage, requester, admin, since } = release;
  const name = title === null ? '' : ` ${plain(shorten(title, longestTitle))}`;
  const facts = [
    `${stageWords[stage]} since ${clock(since, around)}`,
    components(release.components),
    `asked by ${mention(requester)}`,
    ...(admin === null ? [] : [`admin ${mention(admin)}`]),
  ];
  return `*${link(url ?? around.linkOf(ticket), ticket)}*${name}\n${facts.join(' · ')}`;
}

const whereElse: Readonly<Record<HomePart, string>> = {
  waiting: 'They come up here as these are settled.',
  mine: '`status TICKET` tells of each.',
  queue: '`queue` tells of all of them.',
  freezes: '`queue` tells of all of them.',
};

export const home: HomeTexts = {
  ask: 'Ask for the good',
  headings: { waiting: 'Waits for you', mine: 'Your releases', queue: 'The queue', freezes: 'Freezes' },
  nothing: {
    waiting: 'Nothing waits for you.',
    mine: 'You have no open release.',
    queue: 'Nobody holds a lock or waits for one.',
    freezes: 'Nothing is frozen.',
  },
  more: (part, count) => `… and ${count} more. ${whereElse[part]}`,
  release: releaseLine,
  lock: (lock, releases, around) => {
    const { holders, queue } = lock;
    const named = { ...lock, holders: holders.slice(0, mostNamed), queue: queue.slice(0, mostNamed) };
    const unnamed = holders.length + queue.length - named.holders.length - named.queue.length;
    const find = (ticket: string) => {
      const release = releases.find((open) => open.ticket === ticket);
      return release && { ...release, title: release.title && shorten(release.title, longestTitle) };
    };
    const lines = lockLines({ ...named, freezes: [] }, find, around);
    return unnamed === 0 ? lines : `${lines}\n   … and ${unnamed} more`;
  },
  free: (names) => `Free: ${components(names)}`,
  silent: (names) => `${components(names)}: no answer right now`,
  freeze: ({ components: names, by, until, reason }, around) => {
    const unnamed = names.length - mostFrozen;
    const which = `${components(names.slice(0, mostFrozen))}${unnamed > 0 ? ` and ${unnamed} more` : ''}`;
    const freeze = { by, reason, until: until === null ? null : Date.parse(until) };
    return `:snowflake: ${which} ${authorEndReason(freeze, around)}`;
  },
};
