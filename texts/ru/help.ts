import { commandWords } from '../../domain/command/command.ts';
import type { CommandWord, Mistake } from '../../domain/command/command.ts';
import { russianCommands, russianOptions, russianParticles } from '../../domain/command/vocabulary.ts';
import { code } from '../mrkdwn.ts';
import { alsoTyped, quoted } from '../typed-words.ts';
import { plural } from './language.ts';
import { typed } from './typed.ts';

interface Entry {
  /** What follows the command's name. */
  readonly usage: string;
  readonly what: string;
}

const entries: Readonly<Record<CommandWord, Entry>> = {
  dobro: {
    usage: 'ТИКЕТ [ССЫЛКА-НА-ВИКИ] [без_админа] [хотфикс] [компоненты:a,b]',
    what: 'просит добро; уточнения в любом порядке',
  },
  recheck: { usage: 'ТИКЕТ', what: 'проверяет тикет ещё раз (автор)' },
  accept: { usage: 'ТИКЕТ', what: 'даёт добро (согласующий)' },
  reject: { usage: 'ТИКЕТ ПРИЧИНА', what: 'отклоняет (согласующий)' },
  here: { usage: 'ТИКЕТ', what: 'говорит, что админ этого релиза — вы (админ)' },
  'dep start': { usage: 'ТИКЕТ', what: 'релиз идёт на прод (автор или админ релиза)' },
  'dep finish': {
    usage: 'ТИКЕТ',
    what: 'релиз готов, может идти следующий (автор или админ релиза)',
  },
  'dep rollback': {
    usage: 'ТИКЕТ [ПРИЧИНА]',
    what: 'релиз откачен, может идти следующий (автор или админ релиза)',
  },
  cancel: {
    usage: 'ТИКЕТ [ПРИЧИНА]',
    what: 'отзывает релиз до старта (автор или согласующий)',
  },
  handover: {
    usage: 'ТИКЕТ @коллега',
    what: 'автором становится кто-то другой (автор или согласующий)',
  },
  override: {
    usage: 'ТИКЕТ ПРИЧИНА',
    what: 'пропускает через заморозку или проверки, но никогда через чужую блокировку (согласующий)',
  },
  freeze: {
    usage: 'КОМПОНЕНТ|все [на 2ч|до 18:00] ПРИЧИНА',
    what: 'ничего нового там не начнётся, кто ждёт, сохраняет место (согласующий или админ)',
  },
  unfreeze: {
    usage: 'КОМПОНЕНТ|все',
    what: 'снимает заморозки, сделанные людьми (согласующий или админ)',
  },
  unlock: {
    usage: 'КОМПОНЕНТ ПРИЧИНА',
    what: 'забирает блокировку у того, кто её держит; все, кого это касается, узнают (согласующий или админ)',
  },
  queue: { usage: '[КОМПОНЕНТ]', what: 'кто что держит и кто чего ждёт' },
  status: { usage: 'ТИКЕТ', what: 'что с одним релизом' },
  log: { usage: '[КОМПОНЕНТ|ТИКЕТ] [с 2ч|ДАТА]', what: 'что происходило, новое сверху' },
  blame: {
    usage: 'ВРЕМЯ [КОМПОНЕНТ]',
    what: 'что было на проде в это время или за 24 часа до него, самое вероятное сверху',
  },
  incident: { usage: 'ВРЕМЯ ТЕКСТ', what: 'отмечает инцидент и говорит о нём всем' },
  stats: {
    usage: '[КОМПОНЕНТ] [30д]',
    what: 'сколько было релизов, сколько они длились и ждали, сколько откачено',
  },
  help: { usage: '[КОМАНДА]', what: 'эта справка' },
};

const usageOf = (word: CommandWord): string => typed(word, entries[word].usage);

function line(word: CommandWord): string {
  const [, ...others] = russianCommands[word];
  return `${[usageOf(word), ...[...others, word].map(code)].join(' · ')}: ${entries[word].what}`;
}

const ask = (word: CommandWord): string => typed('help', russianCommands[word][0]);

export function help(topic: CommandWord | null): string {
  if (topic !== null) return line(topic);
  const lines = commandWords.map((word) => `• ${line(word)}`);
  return [
    'Я вывожу релизы на прод по одному. Упомяните меня, напишите мне лично или через `/dobro`:',
    ...lines,
    `По-английски тоже можно: ${alsoTyped(([english, russian]) => [russian, english])}`,
  ].join('\n');
}

/** A component, or all of them, as it is typed. */
const subjectOf = (subject: string): string => (subject === 'all' ? russianParticles.all[0] : subject);

const times = `Время можно указать так: ${code('14:05')}, ${code('40м назад')}, ${code('2026-03-02T14:05')} или ссылкой на сообщение.`;

/** What was wrong with a text, and the way out. */
export function mistakeText(mistake: Mistake): string {
  switch (mistake.code) {
    case 'empty':
      return help(null);
    case 'tooLong':
      return `Это слишком длинно для меня: не больше ${mistake.limit} ${plural(mistake.limit, { one: 'символа', other: 'символов' })}. Ничего не изменилось.`;
    case 'unknownCommand':
      return `Не знаю команды ${quoted(mistake.word)}. Может быть, ${usageOf(mistake.nearest)}? Всё, что я знаю, покажет ${typed('help')}.`;
    case 'missingTicket':
      return `Какой тикет? ${usageOf(mistake.command)}`;
    case 'badTicket':
      return `${quoted(mistake.text)} — не тикет. Тикеты выглядят так: ${code('PAY-1')}, ${code('4711')} или ${code('owner/repo#12')}. ${usageOf(mistake.command)}`;
    case 'missingUser':
      return `Кому? ${typed('handover', mistake.ticket, '@коллега')}`;
    case 'missingTime':
      return `Какое время? ${times} ${usageOf(mistake.command)}`;
    case 'badTime':
      return `${quoted(mistake.text)} — не время. ${times} ${usageOf(mistake.command)}`;
    case 'missingIncident':
      return `Что случилось? ${usageOf('incident')}`;
    case 'badEnd':
      return `Не понимаю ${quoted(mistake.text)}. Напишите ${code('на 2ч')} или ${code('до 18:00')}.`;
    case 'missingComponent':
      return `Какой компонент? ${usageOf(mistake.command)}`;
    case 'missingReason':
      return `Напишите, почему: ${typed(mistake.command, subjectOf(mistake.subject), '<причина>')}`;
    case 'badComponents':
      return `${quoted(mistake.text)} — не список компонентов. Напишите ${code('компоненты:billing,db')}.`;
    case 'unknownOption':
      return `У ${typed(mistake.command)} нет ${quoted(mistake.option)}${mistake.nearest === null ? '.' : `; может быть, ${code(russianOptions[mistake.nearest][0])}?`} Что здесь можно писать, покажет ${ask(mistake.command)}.`;
    case 'unknownTopic':
      return `Нет команды ${quoted(mistake.text)}. Может быть, ${ask(mistake.nearest)}?`;
  }
}
