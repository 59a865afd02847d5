import { z } from '@hono/zod-openapi';
import { DateTime } from 'luxon';
import type { Desk } from '../answers/desk.ts';
import type { Problem } from '../answers/outcome.ts';
import { grammarOf } from '../domain/command/grammar-of.ts';
import { instantOf } from '../domain/command/moment.ts';
import type { Moment } from '../domain/command/moment.ts';
import { parseCommand } from '../domain/command/parse-command.ts';
import { invalid } from './invalid.ts';

/** As people say it, or ISO 8601; without an offset in the zone of the configuration. */
export const time = z.union([
  z
    .string()
    .regex(
      /^(now|((today|yesterday) )?([01][0-9]|2[0-3]):[0-5][0-9]( (UTC|[+-](0[0-9]|1[0-2]):[0-5][0-9]))?|[1-9][0-9]{0,3}[smhd]( ago)?)$/,
    ),
  z.iso.datetime({ offset: true, local: true }),
]);

/** The log keeps no times before. */
const firstYear = 1000;

/** A time as the commands take it; null if it is none that the log could have, undefined if there is none. */
export function momentIn(text: string | undefined, { settings }: Desk): Moment | null | undefined {
  if (text === undefined) return undefined;
  const written = DateTime.fromISO(text, { zone: settings.release.calendar.timezone });
  if (/^\d{4}-/.test(text)) {
    return written.isValid && written.toUTC().year >= firstYear ? { instant: written.toMillis() } : null;
  }
  const read = parseCommand(`blame ${text}`, grammarOf(settings, { slash: false, ticket: null }));
  return read.ok && read.command.type === 'blame' && read.command.component === null
    ? read.command.time
    : null;
}

/** It is none that can be asked for. */
export const noTime = (part: string): Problem => ({ ...invalid(part), status: 409, code: 'noTime' });

/** In epoch ms. */
export const instantIn = (moment: Moment, { settings }: Desk): number =>
  instantOf(moment, Date.now(), settings.release.calendar.timezone);
