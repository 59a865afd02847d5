import type { Checked, CheckedBy, Unclear } from '../answers/check-ticket.ts';
import { configPath } from '../config/load-settings.ts';
import { sourceLinesIn } from '../config/source-lines.ts';
import { printable } from '../domain/printable.ts';
import { checkedText, unclearChecks } from '../texts/cli-check.ts';
import type { RuleWords } from '../texts/cli-check.ts';
import { exitCodeOf as codeOf, exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { showAnswer } from './say/show-answer.ts';
import { withWay } from './say/way-of.ts';
import type { ApiAnswer } from './say/way.ts';

/**
 * `dobrobot check TICKET`: has the worker run the formal checks now and prints the findings. Changes nothing. Resolves to the exit code.
 */
export const printChecks = (words: readonly string[], json: boolean): Promise<ExitCode> =>
  withWay(process.env, async (way) => {
    const answer = await way.check(words);
    const lines = json ? null : await linesOf(answer);
    if (lines === null) showAnswer(answer, json);
    else for (const line of lines) console.log(printable(line));
    return exitCodeOf(answer);
  });

/** The lines about everything that is released, or null if the checks gave no result. */
async function linesOf({ status, body }: ApiAnswer): Promise<readonly string[] | null> {
  if (status < 400) {
    const checked = body as unknown as Checked;
    return checkedText(checked, await ruleWordsOf(checked));
  }
  if (body['code'] !== 'cannotTell') return null;
  const unclear = body['facts'] as Unclear;
  return unclearChecks(unclear, await ruleWordsOf(unclear));
}

function exitCodeOf({ status, body }: ApiAnswer): ExitCode {
  if (status >= 400) return codeOf(status);
  const { missingSigns, scope } = body as unknown as Checked;
  return missingSigns.length + scope.leftOut.length === 0 ? exitCodes.done : exitCodes.refused;
}

/**
 * The rules that a sign was checked by, with their place in the file if the configuration is here. Empty if the server is an earlier
 * version.
 */
async function ruleWordsOf({ checkedBy = {} }: Partial<CheckedBy>): Promise<RuleWords> {
  const isStraight = Boolean(process.env['TEMPORAL_ADDRESS']);
  const place = isStraight ? await sourceLinesIn(configPath(process.env)).catch(() => null) : null;
  return (sign) =>
    (checkedBy[sign] ?? []).map(({ path, preset }) =>
      preset ? null : [path, ...(place === null ? [] : [place(path.split('.'))])].join(', '),
    );
}
