import { sql } from 'kysely';

/** A dash means "not", and PostgreSQL cannot take many in a row. Drops all but a single dash before a word. */
const sayingNothing = /-+(?!"?[\p{L}\p{N}])/gu;

/** A query from text typed into a search field, in the syntax of `websearch_to_tsquery`. */
export const searchQuery = (typed: string) =>
  sql`websearch_to_tsquery('simple', ${typed.replace(/-+/g, '-').replace(sayingNothing, ' ')})`;
