import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Stage } from '../domain/release/stage.ts';

/** An instant: read as a date, written as ISO 8601. */
type Instant = ColumnType<Date, string, never>;
type InstantOrNull = ColumnType<Date | null, never, never>;

/** Append-only; see `EventRow` for what is not explained here. */
export interface EventsTable {
  /** Grows with every row that arrives, whenever it happened: for those who want to know what is new. */
  seq: Generated<number>;
  key: string;
  at: Instant;
  about: string;
  type: string;
  releaseKey: string | null;
  n: number | null;
  ticket: string | null;
  title: string | null;
  url: string | null;
  wikiLink: string | null;
  requester: string | null;
  actor: string | null;
  via: string | null;
  commandId: string | null;
  channel: string | null;
  /** Epoch ms with microseconds as fractions, which no timestamp keeps on its way through JavaScript. */
  saidAt: number | null;
  components: string[];
  component: string | null;
  token: number | null;
  facts: JSONColumnType<object, string, never>;
  /** The words of its ticket, title and reason. */
  search: Generated<string>;
}

/** What the events say of each release, kept by the database as they arrive. Nobody else writes it; see `LoggedRelease`. */
export interface ReleasesTable {
  releaseKey: string;
  ticket: string;
  title: string | null;
  url: string | null;
  wikiLink: string | null;
  requester: string | null;
  admin: string | null;
  components: string[];
  lastN: number;
  lastType: string;
  askedAt: InstantOrNull;
  announcedAt: InstantOrNull;
  goodAt: InstantOrNull;
  turnAt: InstantOrNull;
  adminCalledAt: InstantOrNull;
  adminFoundAt: InstantOrNull;
  startedAt: InstantOrNull;
  endedAt: InstantOrNull;
  endedAs: string | null;
  overriddenAt: InstantOrNull;
  overrideReason: string | null;
  nudges: number;
  stage: ColumnType<Stage, never, never>;
  stageSince: InstantOrNull;
  /** The number of the event that tells its stage. */
  stageN: number;
  /** From its start to its end, without an end while it lasts; for finding what was there in some time. */
  onProduction: ColumnType<string | null, never, never>;
  /** From its request to its end, likewise. */
  life: ColumnType<string, never, never>;
  /** The words of its ticket and title. */
  search: Generated<string>;
}

/** Where Slack shows the cards of releases. */
export interface CardsTable {
  releaseKey: string;
  /** The address of the card. */
  link: string;
}

export interface LogDatabase {
  events: EventsTable;
  releases: ReleasesTable;
  cards: CardsTable;
}
