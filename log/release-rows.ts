import type { Selectable } from 'kysely';
import type { LoggedRelease } from '../domain/log/logged-release.ts';
import type { ReleasesTable } from './schema.ts';

/** All columns except those used only for searching and figures. */
export const releaseColumns = [
  'releaseKey',
  'ticket',
  'tickets',
  'title',
  'url',
  'wikiLink',
  'requester',
  'admin',
  'components',
  'stage',
  'stageSince',
  'askedAt',
  'announcedAt',
  'goodAt',
  'turnAt',
  'startedAt',
  'endedAt',
  'endedAs',
  'overriddenAt',
  'overrideReason',
  'nudges',
  'commit',
] as const satisfies readonly (keyof ReleasesTable)[];

type ReleaseRow = Pick<Selectable<ReleasesTable>, (typeof releaseColumns)[number]>;

const ms = (instant: Date | null): number | null => instant?.getTime() ?? null;

export const releaseOf = (row: ReleaseRow): LoggedRelease => ({
  ...row,
  stageSince: ms(row.stageSince),
  askedAt: ms(row.askedAt),
  announcedAt: ms(row.announcedAt),
  goodAt: ms(row.goodAt),
  turnAt: ms(row.turnAt),
  startedAt: ms(row.startedAt),
  endedAt: ms(row.endedAt),
  overriddenAt: ms(row.overriddenAt),
});
