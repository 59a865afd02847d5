import type { WelcomeTexts } from '../welcome.ts';
import { typed } from './typed.ts';

export const welcome: WelcomeTexts = {
  text: [
    'Здравствуйте! Я вывожу релизы на прод по одному.',
    `• ${typed('request', 'ТИКЕТ')} просит о релизе: я проверяю тикет, спрашиваю добро и держу место в очереди.`,
    `• Когда очередь подойдёт, я позову. ${typed('mine')} покажет, что ждёт вас, ${typed('help')} — что можно сказать.`,
  ].join('\n'),
  ask: 'Попросить о релизе',
  queue: 'Показать очередь',
  help: 'Что можно сказать?',
};
