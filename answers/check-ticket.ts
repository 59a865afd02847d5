import { checkNow } from '../client/preview.ts';
import type { RequestOptions } from '../domain/command/command.ts';
import { oneTicket } from '../domain/release/subject.ts';
import { attempt } from './attempt.ts';
import type { Desk } from './desk.ts';
import { reportJson } from './json.ts';
import { done, problem } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { whatToCheck } from './what-to-check.ts';

const noOptions: RequestOptions = { wikiLink: null, noNeedAdmin: false, hotfix: false, components: null };

/** What the formal checks of a ticket, or of a release without one, find now. `within`: it has to touch one of these components; null: any. */
export const checkTicket = (
  ticket: string,
  within: readonly string[] | null,
  { client, releases, settings }: Desk,
): Promise<Outcome> =>
  attempt(async () => {
    const named = { subject: oneTicket(ticket), options: noOptions };
    const asked = await whatToCheck(named, settings, releases);
    if (asked === null) return problem(404, 'noRelease', ({ noRelease }) => noRelease(ticket), { ticket });
    const report = await checkNow(client, asked.subject, asked.options);
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
      : done(reportJson(report), () => '');
  });
