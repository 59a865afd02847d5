import type { Guided } from '../../domain/messages/question-answer.ts';
import { code } from '../mrkdwn.ts';
import { and } from './language.ts';
import { typed } from './typed.ts';

const ticket = 'PAY-1';
const asks = `${typed('request', ticket)} просит добро, ${typed('mine')} покажет, что ждёт вас`;
const starts = `${typed('depStart', ticket)}, когда подойдёт очередь, потом ${typed('depFinish', ticket)} или ${typed('depRollback', ticket)}`;

/** What the reader can do, in six lines. */
export function guide({ approver, admin, component }: Guided): string {
  const part = component ?? 'billing';
  const own = [
    ...(approver ? [typed('accept', ticket), typed('reject', `${ticket} нет плана`)] : []),
    ...(admin ? [typed('adminHere', ticket)] : []),
    typed('freeze', `${part} на 2ч работы`),
    typed('unlock', `${part} завис`),
  ];
  const lines = approver || admin ? [`${asks}; ${starts}`, `вам решать: ${and(own)}`] : [asks, starts];
  return [
    `Я вывожу релизы на прод по одному. Упомяните меня, напишите мне лично или через ${code('/dobro')}:`,
    ...[
      ...lines,
      `${typed('queue')}, ${typed('status', ticket)}, ${typed('prod')} и ${typed('who', part)}: как обстоят дела`,
      `${typed('log', part)}, ${typed('blame', '40м назад')}, ${typed('incident', 'магазин тормозит')} и ${typed('stats')}: что происходило`,
      `${typed('help', 'заморозка')} расскажет об одной команде, ${typed('help', 'всё')} — обо всех`,
    ].map((line) => `• ${line}`),
  ].join('\n');
}
