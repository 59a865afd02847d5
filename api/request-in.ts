import type { Desk } from '../answers/desk.ts';
import { problem } from '../answers/outcome.ts';
import type { Problem } from '../answers/outcome.ts';
import type { Command } from '../domain/command/command.ts';
import { readTicketKey } from '../domain/command/ticket-key.ts';
import { linkTemplatesOf } from '../domain/trackers.ts';

interface RequestBody {
  readonly tickets?: readonly string[] | undefined;
  readonly wikiLink?: string | undefined;
  readonly text?: string | undefined;
  readonly noNeedAdmin: boolean;
  readonly hotfix: boolean;
  readonly components: readonly string[] | null;
}

/** The command that a body asks for; a problem if nobody can tell. */
export function requestIn(
  { tickets: named, noNeedAdmin, hotfix, components, ...body }: RequestBody,
  { settings }: Desk,
): Command<'request'> | Problem {
  const [text, wikiLink] = [body.text?.trim() ?? null, body.wikiLink ?? null];
  const keys = (named ?? []).map((one) => readTicketKey(one, linkTemplatesOf(settings.tickets)));
  const bad = keys.indexOf(null);
  if (bad >= 0) return invalid(`tickets.${bad}`);
  const tickets = [...new Set(keys.filter((key) => key !== null))];
  if (tickets.length === 0 && text === null && wikiLink === null) return invalid('tickets');
  if (tickets.length > 0 && text !== null) return invalid('text');
  return {
    type: 'request',
    subject: { tickets, text },
    options: { wikiLink, noNeedAdmin, hotfix, components },
  };
}

export const invalid = (part: string): Problem =>
  problem(422, 'invalid', (words) => words.invalid(part), { parts: [part] });
