import { checkNow } from '../client/preview.ts';
import type { LastRelease } from '../client/releases.ts';
import { numberIn } from '../domain/release/numbers.ts';
import { oneTicket, subjectOf } from '../domain/release/subject.ts';
import { attempt } from './attempt.ts';
import type { Desk } from './desk.ts';
import { done, problem } from './outcome.ts';
import type { Outcome } from './outcome.ts';

const noOptions = { wikiLink: null, noNeedAdmin: false, hotfix: false, components: null };

/** Of a release without a ticket, what it is of: a page has an address, a text has none. Subject null: there was no such release. */
function ofRelease(key: string, last: LastRelease | null) {
  if (last === null) return { subject: null, components: null };
  const { title, url, components } = last.status;
  const named = { tickets: null, text: url === null ? title : null, wikiLink: url };
  return { subject: subjectOf(key, named), components: components.length > 0 ? components : null };
}

/** What the formal checks of a ticket, or of a release without one, find now. `within`: it has to touch one of these components; null: any. */
export const checkTicket = (
  ticket: string,
  within: readonly string[] | null,
  { client, releases, settings }: Desk,
): Promise<Outcome> =>
  attempt(async () => {
    const isNumbered = numberIn(ticket, settings.releases.prefix) !== null;
    const { subject, components } = isNumbered
      ? ofRelease(ticket, await releases.last(ticket))
      : { subject: oneTicket(ticket), components: null };
    if (subject === null) return problem(404, 'noRelease', ({ noRelease }) => noRelease(ticket), { ticket });
    const report = await checkNow(client, subject, { ...noOptions, components });
    if (report.outcome === 'unknownTicket') {
      return problem(404, 'unknownTicket', (words) => words.unknownTicket(ticket), { ticket });
    }
    if (report.outcome === 'unavailable') {
      return problem(503, 'trackerAway', ({ trackerAway }) => trackerAway);
    }
    const touched = report.scope.components;
    const isOutside = within !== null && !touched.some((component) => within.includes(component));
    return isOutside
      ? problem(403, 'outsideComponents', (words) => words.outsideComponents(touched, within), {
          needed: touched,
          has: within,
        })
      : done(report, () => '');
  });
