import type { Migration } from 'kysely';
import * as log from './001-log.ts';
import * as rights from './002-rights.ts';
import * as page from './003-page.ts';
import * as standing from './004-standing.ts';
import * as origin from './005-origin.ts';
import * as projection from './006-projection.ts';
import * as tickets from './007-tickets.ts';
import * as people from './008-people.ts';
import * as weekends from './009-weekends.ts';
import * as tokens from './010-tokens.ts';
import * as identity from './011-identity.ts';
import * as hooks from './012-hooks.ts';
import * as claims from './013-claims.ts';
import * as copies from './014-copies.ts';
import * as findings from './015-findings.ts';

/**
 * Run in the order of their names. A released migration is never changed; a later one fixes it. Since 1.0.0 each only adds, so that the
 * previous version keeps working: no column or table is dropped, renamed or retyped, and a new column is nullable or has a default.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '001-log': log,
  '002-rights': rights,
  '003-page': page,
  '004-standing': standing,
  '005-origin': origin,
  '006-projection': projection,
  '007-tickets': tickets,
  '008-people': people,
  '009-weekends': weekends,
  '010-tokens': tokens,
  '011-identity': identity,
  '012-hooks': hooks,
  '013-claims': claims,
  '014-copies': copies,
  '015-findings': findings,
};
