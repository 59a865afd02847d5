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
  checks: () => 'формальные проверки',
  lock: ({ locks }) =>
    `очередь на ${components(locks.flatMap((lock) => (lock.state === 'waiting' ? [lock.component] : [])))}`,
  freeze: ({ frozen }, around) => (frozen === null ? 'конец заморозки' : heldBy(frozen, around)),
  pipeline: ({ ticket }) => `пайплайн пропал; продолжит его ${code(`dobrobot run ${ticket}`)}`,
};

const card: CardLanguage = {
  locale,
  names: {
    since: 'На стадии с',
    waitsFor: 'Ждёт',
    toAct: 'Чей ход',
    components: 'Компоненты',
    requester: 'Автор',
    goodFrom: 'Добро от',
    admin: 'Админ',
    pipeline: 'Запуск',
    documents: 'Документы',
    charts: 'Показатели',
  },
  stages: stageWords,
  waits,
  hotfix: 'хотфикс',
  components,
  adminNeeded: 'нужен',
  adminNotNeeded: 'не нужен',
  releaseDocs: signNames.releaseDocs,
  items: (items) => itemsText(items, itemWords),
  announcement: announcementOf,
  origin: logWords,
  goodFrom,
  charts: watch.standing,
  took: (all, onProduction) => `всего ${all}${onProduction === null ? '' : `, на проде ${onProduction}`}`,
};

export const cardWords = cardIn(card);
export const shownWords = shownIn(card, cardWords);
