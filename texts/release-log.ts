import type { Suspect } from '../domain/log/blame.ts';
import type { EventRow } from '../domain/log/event-row.ts';
import type { Statistics } from '../domain/log/figures.ts';
import type { Incident } from '../domain/log/incident.ts';
import type { Surroundings } from './texts.ts';

/** What the words about the log need to know besides. */
export type LogSurroundings = Pick<Surroundings, 'linkOf' | 'timezone' | 'now'>;

/** What the log has of something, the newest first. */
export interface LogPage {
  /** A component, or the key of a ticket; null: all. */
  readonly subject: string | null;
  /** Epoch ms. */
  readonly since: number | null;
  readonly events: readonly EventRow[];
  /** How many older ones there are; more than `countedTo` are not counted. */
  readonly more: number;
  readonly countedTo: number;
}

/** Who may have led to a trouble, most likely first. */
export interface SuspectPage {
  /** When it was, epoch ms. */
  readonly at: number;
  /** Null: anywhere. */
  readonly component: string | null;
  readonly suspects: readonly Suspect[];
  /** How many less likely ones there are. */
  readonly more: number;
}

/** An incident that somebody marked, and whether the log has it already. */
export interface MarkedIncident {
  readonly incident: Incident;
  readonly recorded: boolean;
}

/** The figures of one component, or of all of them. */
export interface StatisticsPage {
  readonly component: string | null;
  readonly statistics: Statistics;
}

/** What is answered from the release log. */
export interface ReleaseLogTexts {
  /** There is none, and what would change that. */
  readonly none: string;
  /** Its database does not answer. */
  readonly away: string;
  readonly timeAhead: (at: number, around: LogSurroundings) => string;
  readonly suspects: (page: SuspectPage, around: LogSurroundings) => string;
  /** To who marked it. */
  readonly marked: (marked: MarkedIncident, around: LogSurroundings) => string;
  /** To everyone. */
  readonly incident: (incident: Incident, actor: string, around: LogSurroundings) => string;
  readonly statistics: (page: StatisticsPage, around: LogSurroundings) => string;
  readonly page: (page: LogPage, around: LogSurroundings) => string;
}
