import { z } from '@hono/zod-openapi';
import type { Desk } from '../answers/desk.ts';
import type { Problem } from '../answers/outcome.ts';
import { endAlone, instantAlone, sinceAlone, untilAlone } from '../domain/command/time-alone.ts';
import type { FreezeEnd } from '../domain/command/moment.ts';
import { invalid } from './invalid.ts';

const anchored = ({ source }: RegExp): string => source.slice(1, -1);

const date = anchored(z.regexes.date);
const written = `(?:${anchored(z.regexes.datetime({ offset: true, local: true }))}|${date}T(?:[01][0-9]|2[0-3]):[0-5][0-9](?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]))`;
const day = `(?:today|yesterday|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|${date})`;
const clock = '(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|(?:[1-9]|1[0-2])(?::[0-5][0-9])?[ap]m)';
const zone = '(?: (?:UTC|[+-](?:0[0-9]|1[0-2]):[0-5][0-9]|[A-Z][a-z]+(?:/[A-Z][A-Za-z_]+)+))?';
const byClock = `(?:${day} )?${clock}${zone}|${clock} ${day}${zone}`;
const span = '(?:[1-9][0-9]{0,3}[smhd]|[1-9][0-9]{0,2}h[1-5]?[0-9]m)';
const moment = `now|${byClock}|${span}(?: ago)?|${written}|${date}`;

/** Every text that matches a pattern is either accepted or answered with `noTime`. Stricter than the bot's grammar. */
const told = (pattern: string, meaning: string) => ({
  form: new RegExp(`^(?:${pattern})$`),
  description: `${meaning}, as commands take times, or ISO 8601; without a zone in that of the configuration`,
});
const forms = {
  at: told(moment, 'When'),
  since: told(`${moment}|${day}`, 'Since when (of a day its beginning)'),
  until: told(`${moment}|${day}`, 'Until when (of a day its end)'),
  end: told(`${byClock}|${written}|${date}`, 'Until when (the next such time)'),
};

/** A request part that is a time. */
const timeOf = ({ form, description }: (typeof forms)['at']) =>
  z.string().max(200).openapi({ pattern: form.source, description });

export const times = {
  at: timeOf(forms.at),
  since: timeOf(forms.since),
  until: timeOf(forms.until),
  end: timeOf(forms.end),
};

const readers = { at: instantAlone, since: sinceAlone, until: untilAlone };

/** The time in a part of a request, epoch ms; a problem if it is outside of what the log can have. */
export function instantIn(part: keyof typeof readers, text: string, { settings }: Desk): number | Problem {
  return (
    readers[part](text, Date.now(), settings.release.calendar.timezone) ??
    noTime(part, text, forms[part].form)
  );
}

/** The end of a freeze; a problem if the text is not one. */
export const freezeEndIn = (text: string): FreezeEnd | Problem =>
  endAlone(text) ?? noTime('until', text, forms.end.form);

/** Well-formed, but not a possible time (409), or malformed (422). */
const noTime = (part: string, text: string, form: RegExp): Problem =>
  form.test(text) ? { ...invalid(part), status: 409, code: 'noTime' } : invalid(part);
