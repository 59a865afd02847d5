import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Commit } from '../domain/log/commit.ts';
import type { Pipeline } from '../domain/messages/pipeline.ts';
import type { NudgeWay } from '../domain/preferences.ts';
import type { Stage } from '../domain/release/stage.ts';
import type { Claims } from '../domain/trust.ts';

/** An instant: read as a date, written as ISO 8601. */
type Instant = ColumnType<Date, string, never>;
type InstantOrNull = ColumnType<Date | null, string | null, string | null>;

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
  /** The key of the release. */
  ticket: string | null;
  /** Null of what was written before releases had several, or none: then it is `ticket` alone. */
  tickets: string[] | null;
  title: string | null;
  url: string | null;
  wikiLink: string | null;
  requester: string | null;
  actor: string | null;
  via: string | null;
  /** Null of what was written before it was noted. */
  pipeline: JSONColumnType<Pipeline | null, string | null, never>;
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

/** What the events say of each release, written with them; see `ProjectedRelease`. */
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
  /** From its start to its end, without an end while it lasts; for finding what was there in some time. */
  onProduction: ColumnType<string | null, never, never>;
  /** From its request to its end, likewise. */
  life: ColumnType<string, never, never>;
  /** The words of its tickets and title. */
  search: ColumnType<string, never, never>;
}

/** Where Slack shows the cards of releases. */
export interface CardsTable {
  releaseKey: string;
  /** The address of the card. */
  link: string;
}

/** Who has wishes of their own, or was welcomed; see `Preferences`. */
export interface PeopleTable {
  userId: string;
  nudges: Generated<NudgeWay>;
  quietFrom: number | null;
  quietTo: number | null;
  quietWeekends: Generated<boolean>;
  snoozedUntil: ColumnType<Date | null, string | null, string | null>;
  follows: Generated<string[]>;
  /** Whoever was the first to claim their welcome. */
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
  /** Of a short one, the pipeline that exchanged its identity token for it. */
  pipeline: JSONColumnType<Pipeline | null, string | null, never>;
  /** Likewise, those claims of the identity token that can be trusted. */
  claims: JSONColumnType<Claims | null, string | null, never>;
  createdAt: ColumnType<Date, never, never>;
  expiresAt: ColumnType<Date, string, never>;
  lastUsedAt: ColumnType<Date | null, never, Date>;
  revokedAt: ColumnType<Date | null, never, Date>;
}

/** Identity tokens that were taken, until they are over. */
export interface UsedIdentitiesTable {
  /** A hash of its issuer and its `jti`. */
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
