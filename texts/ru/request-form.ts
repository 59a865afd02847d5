import type { RequestFormTexts } from '../request-form.ts';
import { previewIn } from '../request-form-layout.ts';
import { locale } from './language.ts';
import { queueLanguage } from './queue.ts';
import { signWords } from './signs.ts';

const noTicket = (ticket: string): string => `Тикета ${ticket} нет.`;

export const requestForm: RequestFormTexts = {
  title: 'Попросить добро',
  submit: 'Попросить',
  leave: 'Отмена',
  ticket: (withoutTicket) => ({
    label: 'Тикет',
    hint: `Ключ или ссылка; несколько — через запятую. ${withoutTicket ? 'Без тикета: ссылка на страницу вики или текст в «кавычках». ' : ''}Ниже появится, что готово и чего не хватает.`,
  }),
  components: { label: 'Компоненты', hint: 'Те, что в тикете, если не выбрать другие.' },
  wikiLink: { label: 'Документация релиза', hint: 'Ссылка, если в тикете её нет.' },
  options: 'Дополнительно',
  noNeedAdmin: 'Админ не нужен',
  hotfix: 'Это хотфикс: он пройдёт впереди тех, кто ждёт',
  nothingFound: 'В этом сообщении нет ни тикета, ни ссылки. О чём речь?',
  notATicket: (withoutTicket) =>
    `Это не тикет. Ключ выглядит так: PAY-1, 4711 или owner/repo#12; ключей может быть до 20. ${withoutTicket ? 'Без тикета: ссылка на страницу или текст в «кавычках».' : 'Здесь у каждого релиза есть тикет.'}`,
  notAnAddress: 'Это не ссылка: она начинается с https:// или http://.',
  unknownTicket: noTicket,
  somebody: 'Кто-то',
  ...previewIn(
    {
      locale,
      signs: signWords,
      cannotLook: (ticket) => `Не могу сейчас посмотреть на ${ticket}. Попросить всё равно можно.`,
      trackerSilent: (ticket, message) =>
        `Не могу сейчас посмотреть на ${ticket}: трекер не отвечает: ${message}`,
      noTicket,
      unknownComponents: (names) => `Здесь не знают: ${names}`,
      since: (stage, time) => `${stage}, с ${time}`,
      askedAlready: (who, ticket, stands) =>
        `${who ?? 'Вы'} уже ${who === null ? 'просите' : 'просит'} добро${ticket === null ? '' : ` для ${ticket}`}: ${stands}.`,
    },
    queueLanguage,
  ),
};
