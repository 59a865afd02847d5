import type { Mistake } from '../../domain/command/command.ts';
import { commands, commandTypes } from '../../domain/command/commands.ts';
import type { CommandType, ReasonMode } from '../../domain/command/commands.ts';
import type { Role } from '../../domain/command/roles.ts';
import { russianOptions, russianParticles } from '../../domain/command/vocabulary.ts';
import { code, mention } from '../mrkdwn.ts';
import { alsoTyped, quoted } from '../typed-words.ts';
import { plural } from './language.ts';
import { typed } from './typed.ts';
import { guide } from './guide.ts';
import { welcome } from './welcome.ts';

interface Entry {
  /** The arguments after the command's name, except the reason. */
  readonly usage: string;
  readonly what: string;
}

const entries: Readonly<Record<CommandType, Entry>> = {
  request: {
    usage: 'ТИКЕТ…|ССЫЛКА-НА-ВИКИ|«ТЕКСТ» [ССЫЛКА-НА-ВИКИ] [без_админа] [хотфикс] [компоненты:a,b]',
    what: 'просит добро; уточнения в любом порядке',
  },
  recheck: { usage: 'ТИКЕТ', what: 'проверяет тикет ещё раз' },
  accept: { usage: 'ТИКЕТ', what: 'даёт добро' },
  reject: { usage: 'ТИКЕТ', what: 'отклоняет' },
  adminHere: { usage: 'ТИКЕТ', what: 'говорит, что админ этого релиза — вы' },
  depStart: { usage: 'ТИКЕТ', what: 'релиз идёт на прод' },
  depFinish: {
    usage: 'ТИКЕТ',
    what: 'релиз готов, может идти следующий',
  },
  depRollback: {
    usage: 'ТИКЕТ',
    what: 'релиз откачен, может идти следующий',
  },
  cancel: {
    usage: 'ТИКЕТ',
    what: 'отзывает релиз до старта',
  },
  handover: {
    usage: 'ТИКЕТ @коллега',
    what: 'автором становится кто-то другой',
  },
  override: {
    usage: 'ТИКЕТ',
    what: 'пропускает через заморозку или проверки, но никогда через чужую блокировку',
  },
  hotfix: {
    usage: 'ТИКЕТ',
    what: 'делает релиз хотфиксом: он обходит тех, кто ждёт, и сохраняет добро',
  },
  freeze: {
    usage: 'КОМПОНЕНТ|все [на 2ч|до 18:00]',
    what: 'ничего нового там не начнётся, кто ждёт, сохраняет место',
  },
  unfreeze: {
    usage: 'КОМПОНЕНТ|все [@коллега]',
    what: 'снимает ваши заморозки или заморозки коллеги, который об этом узнает',
  },
  unlock: {
    usage: 'КОМПОНЕНТ',
    what: 'забирает блокировку у того, кто её держит; все, кого это касается, узнают',
  },
  queue: { usage: '[КОМПОНЕНТ]', what: 'кто что держит и кто чего ждёт' },
  status: { usage: '[ТИКЕТ]', what: 'что с одним релизом' },
  mine: { usage: '', what: 'что ждёт вас, и ваши релизы' },
  prod: { usage: '[КОМПОНЕНТ]', what: 'что сейчас на проде и что выкатили последним' },
  who: { usage: '[КОМПОНЕНТ]', what: 'кто держит, кто согласует, кто админ, кто дежурит' },
  log: { usage: '[КОМПОНЕНТ|ТИКЕТ] [с 2ч|сегодня|ДАТА]', what: 'что происходило, новое сверху' },
  blame: {
    usage: 'ВРЕМЯ [КОМПОНЕНТ]',
    what: 'что было на проде в это время или за 24 часа до него, самое вероятное сверху',
  },
  incident: {
    usage: '[ВРЕМЯ] ТЕКСТ',
    what: 'отмечает инцидент, если нет времени — сейчас, и говорит о нём всем',
  },
  stats: {
    usage: '[КОМПОНЕНТ] [30д|неделя|месяц]',
    what: 'сколько было релизов, сколько они длились и ждали, сколько откачено',
  },
  help: { usage: '[КОМАНДА]', what: 'эта справка' },
};

const reasons: Readonly<Record<ReasonMode, readonly string[]>> = {
  none: [],
  note: ['[ЗАМЕТКА]'],
  optional: ['[ПРИЧИНА]'],
  required: ['ПРИЧИНА'],
};

const who: Readonly<Record<Role, string>> = {
  anyone: '',
  requester: ' (автор)',
  requesterOrItsAdmin: ' (автор или админ релиза)',
  requesterItsAdminOrApprover: ' (автор, админ релиза или согласующий)',
  requesterOrApprover: ' (автор или согласующий)',
  approver: ' (согласующий)',
  admin: ' (админ)',
  approverOrAdmin: ' (согласующий или админ)',
};

const usageOf = (type: CommandType): string =>
  typed(type, ...[entries[type].usage, ...reasons[commands[type].reason]].filter(Boolean));

function line(type: CommandType): string {
  const { word, russian, who: role } = commands[type];
  const others = [...russian.slice(1), word].map(code);
  return `${[usageOf(type), ...others].join(' · ')}: ${entries[type].what}${who[role]}`;
}

const ask = (type: CommandType): string => typed('help', commands[type].russian[0]);

export function help(topic: CommandType | 'everything'): string {
  if (topic !== 'everything') return line(topic);
  const lines = commandTypes.map((type) => `• ${line(type)}`);
  return [
    'Я вывожу релизы на прод по одному. Упомяните меня, напишите мне лично или через `/dobro`:',
    ...lines,
    `По-английски тоже можно: ${alsoTyped(([english, russian]) => [russian, english])}`,
  ].join('\n');
}

/** A component, or the word for all of them, as users type it. */
const subjectOf = (subject: string): string => (subject === 'all' ? russianParticles.all[0] : subject);

const times = `Время можно указать так: ${code('14:05')}, ${code('вчера 14:05')}, ${code('40м назад')}, ${code('2026-03-02T14:05')} или ссылкой на сообщение.`;

type BadText = Extract<Mistake, { code: 'badText' }>['problem'];

const badText: Readonly<Record<BadText, (limit: number) => string>> = {
  empty: () => 'В кавычках ничего нет.',
  tooLong: (limit) =>
    `Текст в кавычках слишком длинный: не больше ${limit} ${plural(limit, { one: 'символа', other: 'символов' })}.`,
  unclosed: () => 'Кавычка открыта, но не закрыта.',
  several: () => 'У релиза может быть только один текст в кавычках.',
  besideTicket: () => 'Релиз — это тикеты или текст в кавычках, но не то и другое вместе.',
};
function meaning({ nearest, says }: Extract<Mistake, { code: 'unknownCommand' }>): string {
  if (nearest === null) return '';
  return `Может быть, ${says === null ? usageOf(nearest) : `${quoted(says)} (${usageOf(nearest)})`}? `;
}

/** What is wrong with a text, and the way out. */
export function mistakeText(mistake: Mistake): string {
  switch (mistake.code) {
    case 'empty':
      return guide({ approver: false, admin: false, component: null });
    case 'tooLong':
      return `Это слишком длинно для меня: не больше ${mistake.limit} ${plural(mistake.limit, { one: 'символа', other: 'символов' })}. Ничего не изменилось.`;
    case 'unknownCommand':
      return `Не знаю команды ${quoted(mistake.word)}. ${meaning(mistake)}Всё, что я знаю, покажет ${typed('help')}.`;
    case 'greeting':
      return welcome.text;
    case 'thanks':
      return 'Пожалуйста.';
    case 'unsure':
      return `Не уверен, что это команда, поэтому ничего не изменилось. Это ${quoted(mistake.says)}?`;
    case 'notLater':
      return `Это я делаю сразу или не делаю вовсе, поэтому ничего не изменилось: ждать ${quoted(mistake.text)} я не умею. Сделать ${quoted(mistake.says)} сейчас?`;
    case 'missingTicket':
      return `Какой тикет? ${usageOf(mistake.command)}`;
    case 'badTicket':
      return `${quoted(mistake.text)} — не тикет. Тикеты выглядят так: ${code('PAY-1')}, ${code('4711')} или ${code('owner/repo#12')}. ${usageOf(mistake.command)}`;
    case 'tooManyTickets':
      return `В одном релизе не больше ${mistake.limit} ${plural(mistake.limit, { one: 'тикета', other: 'тикетов' })}. Ничего не изменилось.`;
    case 'badText':
      return `${badText[mistake.problem](mistake.limit)} ${usageOf('request')}`;
    case 'missingUser':
      return `Кому? ${typed('handover', mistake.ticket, '@коллега')}`;
    case 'missingTime':
      return `Какое время? ${times} ${usageOf(mistake.command)}`;
    case 'badTime':
      return `${quoted(mistake.text)} — не время. ${times} ${usageOf(mistake.command)}`;
    case 'missingIncident':
      return `Что случилось? ${usageOf('incident')}`;
    case 'badEnd':
      return `Не понимаю ${quoted(mistake.text)}. Напишите ${code('на 2ч')}, ${code('до 18:00')} или ${code('до 18:00 завтра')} сразу после компонентов. Ничего не изменилось.`;
    case 'badStart':
      return `Заморозка начинается сразу, начать её ${quoted(mistake.text)} нельзя. Напишите, когда она кончится: ${code('на 2ч')}, ${code('до 18:00')} или ${code('до 18:00 завтра')}. Ничего не изменилось.`;
    case 'strayComponent':
      return `${quoted(mistake.text)} — это ещё один компонент или здесь начинается причина? Между компонентами поставьте ${code('и')} или запятую, а причину начните с другого слова. Ничего не изменилось.`;
    case 'notAPerson':
      return `${mention(mistake.user)} не может взять ${code(mistake.ticket)}: это может только человек из этого рабочего пространства. Ничего не изменилось.`;
    case 'missingComponent':
      return `Какой компонент? ${usageOf(mistake.command)}`;
    case 'missingReason':
      return `Напишите, почему: ${typed(mistake.command, subjectOf(mistake.subject), '<причина>')}`;
    case 'badComponents':
      return `${quoted(mistake.text)} — не список компонентов. Напишите ${code('компоненты:billing,db')}.`;
    case 'unknownOption':
      return `У ${typed(mistake.command)} нет ${quoted(mistake.option)}${mistake.nearest === null ? '.' : `; может быть, ${code(russianOptions[mistake.nearest][0])}?`} Что здесь можно писать, покажет ${ask(mistake.command)}.`;
    case 'unknownTopic':
      return `Нет команды ${quoted(mistake.text)}. ${mistake.nearest === null ? `Всё, что я знаю, покажет ${typed('help')}.` : `Может быть, ${ask(mistake.nearest)}?`}`;
  }
}
