import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Commit } from '../domain/log/commit.ts';
import type { Pipeline } from '../domain/messages/pipeline.ts';
import type { NudgeWay } from '../domain/preferences.ts';
import type { Stage } from '../domain/release/stage.ts';
import type { Claims } from '../domain/trust.ts';

/** An instant, read as a `Date` and written as ISO 8601. */
type Instant = ColumnType<Date, string, never>;
type InstantOrNull = ColumnType<Date | null, string | null, string | null>;

/** Append-only. Columns not explained here are those of `EventRow`. */
export interface EventsTable {
  /** Grows with every row inserted, whatever its `at`. Shows which events are new. */
  seq: Generated<number>;
  key: string;
  at: Instant;
  about: string;
  type: string;
  releaseKey: string | null;
  n: number | null;
  /** The key of the release. */
  ticket: string | null;
  /** Null in rows from before releases could have several tickets, or none: `ticket` is then the only one. */
  tickets: string[] | null;
  title: string | null;
  url: string | null;
  wikiLink: string | null;
  requester: string | null;
  actor: string | null;
  via: string | null;
  /** Null in rows from before it was recorded. */
  pipeline: JSONColumnType<Pipeline | null, string | null, never>;
  commandId: string | null;
  channel: string | null;
  /** Epoch ms with microseconds as fractions, which no timestamp type keeps through JavaScript. */
  saidAt: number | null;
  components: string[];
  component: string | null;
  token: number | null;
  facts: JSONColumnType<object, string, never>;
  /** The words of its ticket, title and reason. */
  search: Generated<string>;
}

/** The projection of each release's events, written together with them; see `ProjectedRelease`. */
export interface ReleasesTable {
  releaseKey: string;
  ticket: string;
  tickets: string[];
  title: string | null;
  url: string | null;
  wikiLink: string | null;
  requester: string | null;
  admin: string | null;
  components: string[];
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
  commit: JSONColumnType<Commit | null, string | null, string | null>;
  stage: Stage;
  stageSince: InstantOrNull;
  /** The range from start to end, open while the release lasts; for searching by time. */
  onProduction: ColumnType<string | null, never, never>;
  /** The range from request to end, likewise. */
  life: ColumnType<string, never, never>;
  /** The words of its tickets and title. */
  search: ColumnType<string, never, never>;
}

/** The cards of releases in Slack. */
export interface CardsTable {
  releaseKey: string;
  link: string;
}

/** Users with preferences of their own, or who were welcomed; see `Preferences`. */
export interface PeopleTable {
  userId: string;
  nudges: Generated<NudgeWay>;
  quietFrom: number | null;
  quietTo: number | null;
  quietWeekends: Generated<boolean>;
  snoozedUntil: ColumnType<Date | null, string | null, string | null>;
  follows: Generated<string[]>;
  /** The first to claim the user's welcome. */
  welcomedBy: string | null;
}

/** See `Token`. */
export interface TokensTable {
  id: Generated<string>;
  name: string;
  /** SHA-256 in hex. */
  hash: string;
  scopes: string[];
  components: string[] | null;
  actor: string;
  /** For a short-lived token: the pipeline that exchanged its identity token for it. */
  pipeline: JSONColumnType<Pipeline | null, string | null, never>;
  /** Likewise, the claims of the identity token that `trust` can name. */
  claims: JSONColumnType<Claims | null, string | null, never>;
  createdAt: ColumnType<Date, never, never>;
  expiresAt: ColumnType<Date, string, never>;
  lastUsedAt: ColumnType<Date | null, never, Date>;
  revokedAt: ColumnType<Date | null, never, Date>;
}

/** Identity tokens that were used, until they expire. */
export interface UsedIdentitiesTable {
  /** A hash of the issuer and the `jti`. */
  id: string;
  expiresAt: ColumnType<Date, string, never>;
}

/** See `HookDeliveries`. */
export interface HookDeliveriesTable {
  hook: string;
  id: string;
  ticket: string;
  at: ColumnType<Date, never, never>;
}

/** See `Copies`. */
export interface CopiesTable {
  source: string;
  content: string;
  version: string;
  etag: string | null;
  modified: string | null;
  readAt: ColumnType<Date, string, string>;
}

export interface LogDatabase {
  events: EventsTable;
  releases: ReleasesTable;
  cards: CardsTable;
  people: PeopleTable;
  tokens: TokensTable;
  usedIdentities: UsedIdentitiesTable;
  hookDeliveries: HookDeliveriesTable;
  copies: CopiesTable;
}
