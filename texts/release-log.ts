import type {
  LogPage,
  MarkedIncident,
  StatisticsPage,
  SuspectPage,
} from '../domain/messages/question-answer.ts';
import type { Incident } from '../domain/log/incident.ts';
import type { TextContext } from './facts.ts';

/** What else the texts about the log need to know. */
export type LogSurroundings = Pick<TextContext, 'linkOf' | 'timezone' | 'now'>;

/** The answers from the release log. */
export interface ReleaseLogTexts {
  /** There is no log; how to get one. */
  readonly none: string;
  /** Its database does not answer. */
  readonly away: string;
  readonly timeAhead: (at: number, around: LogSurroundings) => string;
  readonly suspects: (page: SuspectPage, around: LogSurroundings) => string;
  /** For the person who marked it. */
  readonly marked: (marked: MarkedIncident, around: LogSurroundings) => string;
  /** For everyone. */
  readonly incident: (incident: Incident, actor: string, around: LogSurroundings) => string;
  readonly statistics: (page: StatisticsPage, around: LogSurroundings) => string;
  readonly page: (page: LogPage, around: LogSurroundings) => string;
}
