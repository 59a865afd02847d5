import { whatToCheck } from '../answers/what-to-check.ts';
import { checkNow } from '../client/preview.ts';
import { Releases } from '../client/releases.ts';
import { configPath, loadSettings } from '../config/load-settings.ts';
import { placesIn } from '../config/places.ts';
import { connectClient } from '../config/temporal.ts';
import { commands } from '../domain/command/commands.ts';
import { grammarOf } from '../domain/command/grammar-of.ts';
import { parseCommand } from '../domain/command/parse-command.ts';
import { printable } from '../domain/printable.ts';
import { reasonOf } from '../domain/reason-of.ts';
import type { CheckReport } from '../domain/release/checks.ts';
import { subjectOf } from '../domain/release/subject.ts';
import type { Settings } from '../domain/settings.ts';
import { checkWords, checkedText } from '../texts/cli-check.ts';
import type { RulePlace } from '../texts/cli-check.ts';
import { exitCodes } from './exit-codes.ts';
import { tell as tellAnswer } from './say/tell.ts';
import { withWay } from './say/way-of.ts';

const { done, refused: missing, notUnderstood, notReachable } = exitCodes;

/** `dobrobot check TICKET`: what the formal checks find now, by the worker. Changes nothing; resolves to the exit code. */
export async function check(words: readonly string[], json: boolean): Promise<number> {
  const [ticket = '', ...options] = words;
  const byApi = !process.env['TEMPORAL_ADDRESS'] && Boolean(process.env['DOBROBOT_URL']);
  if (byApi && options.length > 0) throw new Error(checkWords.onlyTicket);
  return byApi ? checkByApi(ticket, json) : checkByTemporal(words, json);
}

/** By which rule a sign is checked the API does not tell. */
const checkByApi = (ticket: string, json: boolean): Promise<number> =>
  withWay(process.env, async (way) => {
    const answer = await way.check(ticket);
    if (answer.status >= 400) return tellAnswer(answer, json);
    const report = answer.body as unknown as CheckReport;
    if (json) console.log(JSON.stringify(report));
    else tell(report, () => null);
    return exitCodeOf(report);
  });

async function checkByTemporal(words: readonly string[], json: boolean): Promise<number> {
  const file = configPath(process.env);
  const settings = await loadSettings(file);
  const asked = requestIn(words, settings);
  if (asked === null) {
    console.error(checkWords.notUnderstood(words.join(' ')));
    return notUnderstood;
  }
  try {
    const { client, connection } = await connectClient();
    try {
      const given = await whatToCheck(asked, settings, new Releases(client));
      if (given === null) {
        console.error(checkWords.noRelease(asked.subject.id));
        return missing;
      }
      const report = await checkNow(client, given.subject, given.options);
      if (json) console.log(JSON.stringify(report));
      else tell(report, await rulePlaces(file, settings, report));
      return exitCodeOf(report);
    } finally {
      await connection.close();
    }
  } catch (error) {
    console.error(checkWords.noAnswer(reasonOf(error)));
    return notReachable;
  }
}

/** What would be asked for by these words behind `dobro`. */
function requestIn(words: readonly string[], settings: Settings) {
  const text = `${commands.request.word} ${words.join(' ')}`;
  const read = parseCommand(text, grammarOf(settings, { slash: false, ticket: null }));
  if (!read.ok || read.command.type !== 'request') return null;
  const { subject: of, options } = read.command;
  const id = of.tickets[0] ?? settings.releases.prefix;
  const subject = subjectOf(id, { ...of, wikiLink: options.wikiLink });
  return subject === null ? null : { subject, options };
}

function exitCodeOf(report: CheckReport): number {
  switch (report.outcome) {
    case 'unknownTicket':
      return missing;
    case 'unavailable':
      return notReachable;
    case 'checked':
      return report.missingSigns.length + report.scope.leftOut.length === 0 ? done : missing;
  }
}

function tell(report: CheckReport, place: RulePlace): void {
  for (const line of checkedText(report, place)) console.log(printable(line));
}

/** By which rule a sign of the release is checked. */
async function rulePlaces(file: string, settings: Settings, report: CheckReport): Promise<RulePlace> {
  const place = await placesIn(file);
  const components = 'scope' in report ? report.scope.components : [];
  return (sign) => {
    const own = components.filter((name) => settings.components[name]?.checks?.[sign] !== undefined);
    const paths =
      own.length > 0 ? own.map((name) => ['components', name, 'checks', sign]) : [['checks', sign]];
    const isPreset = own.length === 0 && settings.checks[sign] === true;
    return isPreset ? null : paths.map((path) => `${path.join('.')}, ${place(path)}`).join('; ');
  };
}
