import { words } from '../../texts/cli-say.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Answer } from './way.ts';

/**
 * Shows an answer: what was asked for on stdout, why not on stderr; as JSON always on stdout. Returns its exit code, that of a refusal where one of
 * several locks refused.
 */
export function tell({ status, body, text }: Answer, json: boolean): ExitCode {
  const code = body['refused'] === undefined ? exitCodeOf(status) : exitCodes.refused;
  // A key with which it would be done once is nothing that anybody has at a terminal.
  const why = status === 504 ? words.perhapsDone : text;
  if (json) console.log(JSON.stringify(body));
  else if (code === exitCodes.done) console.log(text);
  else console.error(why);
  return code;
}
