import { homeIn } from '../home-layout.ts';
import { locale } from './language.ts';
import { queueLanguage } from './queue.ts';

export const home = homeIn(
  {
    locale,
    ask: 'Ask for the good',
    headings: {
      waiting: 'Waits for you',
      mine: 'Your releases',
      queue: 'The queue',
      freezes: 'Freezes',
    },
    nothing: {
      waiting: 'Nothing waits for you.',
      mine: 'You have no open release.',
      queue: 'Nobody holds a lock or waits for one.',
      freezes: 'Nothing is frozen.',
    },
    whereElse: {
      waiting: 'They come up here as these are settled.',
      mine: '`status TICKET` tells of each.',
      queue: '`queue` tells of all of them.',
      freezes: '`queue` tells of all of them.',
    },
    since: (time) => `since ${time}`,
    askedBy: (requester) => `asked by ${requester}`,
    silent: (components) => `${components}: no answer right now`,
  },
  queueLanguage,
);
