import { commands } from '../../domain/command/commands.ts';
import type { CommandType } from '../../domain/command/commands.ts';
import type { Guided } from '../../domain/messages/question-answer.ts';
import { code } from '../mrkdwn.ts';
import { and } from './language.ts';

const say = (type: CommandType, rest = ''): string => code(`${commands[type].word} ${rest}`.trim());

const ticket = 'PAY-1';
const asks = `${say('request', ticket)} asks for the good, ${say('mine')} shows what waits for you`;
const starts = `${say('depStart', ticket)} when it is your turn, then ${say('depFinish', ticket)} or ${say('depRollback', ticket)}`;

/** What the reader can do, in six lines. */
export function guide({ approver, admin, component }: Guided): string {
  const part = component ?? 'billing';
  const own = [
    ...(approver ? [say('accept', ticket), say('reject', `${ticket} no plan`)] : []),
    ...(admin ? [say('adminHere', ticket)] : []),
    say('freeze', `${part} for 2h works`),
    say('unlock', `${part} it hangs`),
  ];
  const lines = approver || admin ? [`${asks}; ${starts}`, `for you to say: ${and(own)}`] : [asks, starts];
  return [
    `I bring releases to production one at a time. Mention me, write to me, or use ${code('/dobro')}:`,
    ...[
      ...lines,
      `${say('queue')}, ${say('status', ticket)}, ${say('prod')} and ${say('who', part)}: how things stand`,
      `${say('log', part)}, ${say('blame', '40m ago')}, ${say('incident', 'the shop is slow')} and ${say('stats')}: what happened`,
      `${say('help', 'freeze')} tells more of one command, ${say('help', 'everything')} lists them all`,
    ].map((line) => `• ${line}`),
  ].join('\n');
}
