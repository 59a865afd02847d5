import { sql } from 'kysely';

/** A dash says "not", and PostgreSQL has no room for many in a row: none stays but one before a word. */
const sayingNothing = /-+(?!"?[\p{L}\p{N}])/gu;

/** Words as people type them into a search field, in the language of `websearch_to_tsquery`. */
export const searchQuery = (typed: string) =>
  sql`websearch_to_tsquery('simple', ${typed.replace(/-+/g, '-').replace(sayingNothing, ' ')})`;
