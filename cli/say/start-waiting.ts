import { words } from '../../texts/cli-say.ts';
import { exitCodes } from '../exit-codes.ts';
import { exitCodeOfSignal, Signals } from '../run/signals.ts';
import { Start } from './start.ts';
import { showAnswer } from './show-answer.ts';
import { untilStarted } from './until-started.ts';
import { withWay } from './way-of.ts';

/**
 * `dobrobot dep start TICKET --wait`: waits up to `ms` for the turn, showing the status, and starts the release with these words. Resolves
 * to the exit code, 4 on timeout.
 */
export const startWaiting = (ticket: string, text: string, ms: number, json: boolean): Promise<number> =>
  withWay(process.env, async (way) => {
    const start = new Start(ticket, new Signals(), (commandId) => way.say(text, commandId));
    const { answer, inVain } = await untilStarted(way, ticket, ms, () => start.once());
    if (!inVain) {
      const code = showAnswer(answer, json);
      return start.interruptedBy === null ? code : exitCodeOfSignal(start.interruptedBy);
    }
    if (json) console.log(JSON.stringify(answer.body));
    console.error(start.isPending ? words.perhapsStarted(ticket) : words.inVain(answer.text));
    return start.isPending ? exitCodes.notReachable : exitCodes.waitedInVain;
  });
