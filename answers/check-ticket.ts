import { checkNow } from '../client/preview.ts';
import { oneTicket } from '../domain/release/subject.ts';
import { attempt } from './attempt.ts';
import type { Desk } from './desk.ts';
import { done, problem } from './outcome.ts';
import type { Outcome } from './outcome.ts';

const noOptions = { wikiLink: null, noNeedAdmin: false, hotfix: false, components: null };

/** What the formal checks of a ticket find now. `within`: it has to touch one of these components; null: any. */
export const checkTicket = (
  ticket: string,
  within: readonly string[] | null,
  { client }: Desk,
): Promise<Outcome> =>
  attempt(async () => {
    const report = await checkNow(client, oneTicket(ticket), noOptions);
    if (report.outcome === 'unknownTicket') {
      return problem(404, 'unknownTicket', (words) => words.unknownTicket(ticket), { ticket });
    }
    if (report.outcome === 'unavailable') {
      return problem(503, 'trackerAway', ({ trackerAway }) => trackerAway);
    }
    const { components } = report.scope;
    const isOutside = within !== null && !components.some((component) => within.includes(component));
    return isOutside
      ? problem(403, 'outsideComponents', (words) => words.outsideComponents(components, within), {
          needed: components,
          has: within,
        })
      : done(report, () => '');
  });
