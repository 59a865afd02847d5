import { cardIn, shownIn } from '../card-layout.ts';
import type { CardLanguage } from '../card-layout.ts';
import { code } from '../mrkdwn.ts';
import { locale } from './language.ts';
import { stageWords } from './stages.ts';
import { itemWords, signNames } from './signs.ts';
import { logWords } from './log-words.ts';
import { itemsText } from '../items.ts';
import { announcementOf } from './events.ts';
import { goodFrom } from './roles.ts';
import { components, heldBy } from './standing.ts';
import { watch } from './watch.ts';

const waits: CardLanguage['waits'] = {
  checks: () => 'the formal checks',
  lock: ({ locks }) =>
    `its turn on ${components(locks.flatMap((lock) => (lock.state === 'waiting' ? [lock.component] : [])))}`,
  freeze: ({ frozen }, around) => (frozen === null ? 'the end of a freeze' : heldBy(frozen, around)),
  pipeline: ({ ticket }) => `its pipeline is gone; ${code(`dobrobot run ${ticket}`)} takes it up`,
};

const card: CardLanguage = {
  locale,
  names: {
    since: 'Since',
    waitsFor: 'Waits for',
    toAct: 'To act',
    components: 'Components',
    requester: 'Requester',
    goodFrom: 'Good from',
    admin: 'Admin',
    pipeline: 'Started',
    documents: 'Docs',
    charts: 'Charts',
  },
  stages: stageWords,
  waits,
  hotfix: 'hotfix',
  components,
  adminNeeded: 'needed',
  adminNotNeeded: 'not needed',
  releaseDocs: signNames.releaseDocs,
  items: (items) => itemsText(items, itemWords),
  announcement: announcementOf,
  origin: logWords,
  goodFrom,
  charts: watch.standing,
  took: (all, onProduction) =>
    `took ${all}${onProduction === null ? '' : `, ${onProduction} of it on production`}`,
};

export const cardWords = cardIn(card);
export const shownWords = shownIn(card, cardWords);
