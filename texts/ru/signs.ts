import type { ItemLanguage } from '../items.ts';
import type { Sign } from '../../domain/settings.ts';

export const signNames: Readonly<Record<Sign, string>> = {
  codeReview: 'ревью кода',
  qa: 'тестирование',
  customerDemo: 'показ заказчику',
  releaseDocs: 'документация релиза',
  rollbackDocs: 'документация отката',
};

/** Each thing that is released, with its evidence. */
export const itemWords: ItemLanguage = {
  signs: signNames,
  toJudge: (names) => `Судить согласующему: ${names.join(', ')}.`,
};

/** What is said where one is missing. */
export const missingSign: Readonly<Record<Sign, string>> = {
  codeReview: 'ревью кода не закончено',
  qa: 'тестирование не пройдено',
  customerDemo: 'заказчику это не показано на тестовом стенде',
  releaseDocs: 'нет документации релиза (подойдёт ссылка на вики в команде)',
  rollbackDocs: 'откат не описан',
};
