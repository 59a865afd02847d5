import { sql } from 'kysely';
import { iso } from '../domain/iso.ts';

/** An instant (epoch ms) as SQL. */
export const instant = (ms: number) => sql`${iso(ms)}::timestamptz`;

/** The range between two instants (epoch ms), both included. */
export const between = (from: number, to: number) => sql`tstzrange(${instant(from)}, ${instant(to)}, '[]')`;
