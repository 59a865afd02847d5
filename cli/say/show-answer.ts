import { words } from '../../texts/cli-say.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { ApiAnswer } from './way.ts';

/**
 * Prints an answer: results to stdout, refusals to stderr, JSON always to stdout. Returns the exit code, which is `refused` if one of
 * several locks refused.
 */
export function showAnswer({ status, body, text }: ApiAnswer, json: boolean): ExitCode {
  const code = body['refused'] === undefined ? exitCodeOf(status) : exitCodes.refused;
  // The API's text suggests retrying with the same idempotency key, which a user at a terminal does not have.
  const why = status === 504 ? words.perhapsDone : text;
  if (json) console.log(JSON.stringify(body));
  else if (code === exitCodes.done) console.log(text);
  else console.error(why);
  return code;
}
