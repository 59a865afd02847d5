import { randomUUID } from 'node:crypto';
import { words } from '../../texts/cli-say.ts';
import { exitCodes } from '../exit-codes.ts';
import { exitCodeOfSignal, Signals } from '../run/signals.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from './tell.ts';
import { untilStarted } from './until-started.ts';
import { withWay } from './way-of.ts';

/** `dobrobot dep start TICKET --wait`: waits for its turn, telling how it stands, and starts. Exit code 4 if that is not within so many ms. */
export const startWaiting = (ticket: string, note: string, ms: number, json: boolean): Promise<ExitCode> =>
  withWay(process.env, async (way) => {
    new Signals().listen((signal) => {
      console.error(words.interrupted(ticket));
      process.exit(exitCodeOfSignal(signal));
    });
    const start = () => way.say(`dep start ${ticket} ${note}`.trim(), randomUUID());
    const { answer, inVain } = await untilStarted(way, ticket, ms, start);
    if (!inVain) return tell(answer, json);
    if (json) console.log(JSON.stringify(answer.body));
    console.error(words.inVain(answer.text));
    return exitCodes.waitedInVain;
  });
