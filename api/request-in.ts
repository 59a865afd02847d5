import { z } from '@hono/zod-openapi';
import type { Desk } from '../answers/desk.ts';
import { problem } from '../answers/outcome.ts';
import type { Problem } from '../answers/outcome.ts';
import type { Command, RequestOptions } from '../domain/command/command.ts';
import { ticketNamed } from '../domain/command/ticket-named.ts';
import { payloadShape } from '../domain/messages/payload.ts';
import { sayingAnything } from '../domain/printable.ts';
import { longestReleaseText, mostTickets } from '../domain/release/subject.ts';
import { linkTemplatesOf } from '../domain/trackers.ts';
import { componentName, noList, notThere } from './describe.ts';

const { noNeedAdmin, hotfix } = payloadShape();
const components = z.array(componentName).min(1).max(100).nullish();

const tickets = z.array(z.string().regex(/^\S+$/).max(500)).min(1).max(mostTickets);
/** Every text that matches parses as an address, so that nothing is refused that the description allows. */
const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const letters = 'A-Za-zß-öø-ÿа-яё';
const name = `(?:[${letters}0-9_-]{1,63}\\.){0,9}[${letters}][${letters}0-9_-]{0,62}`;
const port = '(?:[1-5]?[0-9]{1,4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])';
const webAddress = new RegExp(
  `^https?:\\/\\/(?:${name}|(?:${octet}\\.){3}${octet})(?::${port})?(?:[\\/?#][^\\s\\x00-\\x1f\\x7f]*)?$`,
);
const wikiLink = z
  .url({ protocol: /^https?$/ })
  .regex(webAddress)
  .max(3000);
const text = z.string().regex(sayingAnything).max(longestReleaseText);

/** The options of a request. */
const options = { wikiLink: wikiLink.nullish(), noNeedAdmin, hotfix, components };
export const optionsBody = z.strictObject(options);

/** The subject of a request: tickets, a text, or a page. With tickets or a text, the wiki link is an option. */
export const requestBody = z
  .union([
    z.strictObject({ tickets, text: notThere, ...options }),
    z.strictObject({ text, tickets: noList, ...options }),
    z.strictObject({ ...options, wikiLink, tickets: noList, text: notThere }),
  ])
  .openapi({}, { unionPreferredType: 'oneOf' });

/** The command in a body; a problem if it names a key that no tracker can have. */
export function requestIn(
  body: z.output<typeof requestBody>,
  { settings }: Desk,
): Command<'request'> | Problem {
  const named = body.tickets ?? [];
  const keys = named.map((one) => ticketNamed(one, linkTemplatesOf(settings.tickets)));
  const bad = named[keys.indexOf(null)];
  if (bad !== undefined) {
    return problem(404, 'unknownTicket', (words) => words.unknownTicket(bad), { ticket: bad });
  }
  return {
    type: 'request',
    subject: {
      tickets: [...new Set(keys.filter((key) => key !== null))],
      text: body.text?.trim() || null,
    },
    options: optionsIn(body),
  };
}

const optionsIn = (body: z.output<typeof optionsBody>): RequestOptions => ({
  wikiLink: body.wikiLink ?? null,
  noNeedAdmin: body.noNeedAdmin,
  hotfix: body.hotfix,
  components: body.components ? [...new Set(body.components)] : null,
});
