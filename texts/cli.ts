/** Texts of the terminal, for operators and always in English. Findings go to stdout, the rest to stderr. */
import { iso } from '../domain/iso.ts';
import type { EventRow } from '../domain/log/event-row.ts';

/** An event, in one line. */
const named = ({ key, at, about, ticket, component, type }: EventRow): string =>
  `${iso(at)} ${about} ${ticket ?? component ?? '*'} ${type} (${key})`;

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export interface Tally {
  readonly told: number;
  readonly missing: number;
  readonly underway: number;
  readonly wrong: number;
  readonly silent: number;
  readonly alone: number;
}

export const words = {
  program: 'The release coordinator, from a terminal',
  version: 'which version it is',
  log: 'Writes out the events of the release log, oldest first',
  what: 'a component or a ticket; without it all of them',
  verify: 'Compares the release log with the histories that Temporal has, and writes what it lacks',
  since: 'since when: 2h, yesterday, 6pm, 2026-03-02 or 2026-03-02T14:00, in UTC unless it says otherwise',
  until: 'until when, likewise; of a day its end',
  json: 'as JSON Lines',
  csv: 'as CSV with a heading; cells that a spreadsheet would take for a formula begin with an apostrophe',
  exitCodes: `
Exit code: 0 if the log has every event, or has now; 1 if something differs that cannot be repaired, or could not be
compared; 2 if it could not be done.`,
  noMoment:
    'It must be a duration such as 2h, or a day or time of the years 1000 to 9999 such as yesterday, 6pm, 2026-03-02 or 2026-03-02T14:00.',
  noFormat:
    'Say --json or --csv; without, TEMPORAL_ADDRESS or DOBROBOT_URL has to name who answers, and times stand among the words: log billing since 2h.',
  oneSubject: 'One component or ticket at a time.',
  noDatabase: 'There is no release log: DATABASE_URL has to name its PostgreSQL, as for the worker.',
  noEvents: (word: string) =>
    `The log has no event of a component or ticket ${JSON.stringify(word)}. Names of components are exact; without a name everything is written out.`,
  logFails: (reason: string) =>
    `The release log does not answer: ${reason}. DATABASE_URL names its PostgreSQL; nothing is lost, try again.`,
  brokenConnection: (reason: string) => `A connection to the release log broke: ${reason}`,
  forgotten: (since: number) =>
    `Temporal forgets what closed before ${iso(since)}; what was earlier is not compared.`,
  missing: (row: EventRow, underway: boolean) =>
    `${underway ? 'was on its way, written now' : 'was missing, written now'}: ${named(row)}`,
  differs: (row: EventRow, logged: EventRow, fields: readonly string[]) =>
    `differs in ${fields.join(', ')}: ${named(row)}\n  history ${JSON.stringify(row)}\n  log     ${JSON.stringify(logged)}`,
  untold: (logged: EventRow) => `no history says it: ${named(logged)}`,
  silent: (workflowId: string, runId: string, reason: string) =>
    `${workflowId} (run ${runId}) does not say what it never wrote: ${reason}. A worker has to run for that.`,
  verified: ({ told, missing, underway, wrong, silent, alone }: Tally) =>
    [
      `${counted(told, 'event', 'events')} compared`,
      missing === 0 ? 'nothing was missing' : `${missing} missing and written now`,
      ...(underway === 0 ? [] : [`${underway} on their way and written now`]),
      wrong === 0 ? 'nothing differs' : `${wrong} that cannot be repaired`,
      ...(silent === 0 ? [] : [`${counted(silent, 'run was', 'runs were')} not compared to the end`]),
      ...(alone === 0
        ? []
        : [`${counted(alone, 'event is', 'events are')} in the log alone, as the histories are gone`]),
    ].join('; ') + '.',
};
