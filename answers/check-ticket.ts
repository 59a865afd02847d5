import { checkNow } from '../client/preview.ts';
import type { RequestOptions } from '../domain/command/command.ts';
import type { CheckReport } from '../domain/release/check-report.ts';
import { signsIn } from '../domain/release/evidence.ts';
import type { Evidence } from '../domain/release/evidence.ts';
import type { CheckedItem } from '../domain/release/snapshot.ts';
import { oneTicket } from '../domain/release/subject.ts';
import type { Settings, Sign } from '../domain/settings.ts';
import { rulePlaces } from '../domain/signs/rule-places.ts';
import type { RulePlace } from '../domain/signs/rule-places.ts';
import { attempt } from './attempt.ts';
import type { Desk } from './desk.ts';
import { reportJson } from './json.ts';
import { done, problem } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { whatToCheck } from './what-to-check.ts';
import type { ToCheck } from './what-to-check.ts';

/** For each sign that was found, the rules that apply to it; empty if nothing is known. */
export interface CheckedBy {
  readonly checkedBy: Readonly<Record<Sign, readonly RulePlace[]>>;
}

/** The result of checks that could judge everything. */
export type Checked = Extract<CheckReport, { outcome: 'checked' }> & CheckedBy;

/** The result of checks that could not judge everything: the facts of that problem. */
export interface Unclear extends CheckedBy {
  readonly ticket: string;
  /** Why not. */
  readonly reason: string;
  readonly items: readonly CheckedItem[];
}

const noOptions: RequestOptions = { wikiLink: null, noNeedAdmin: false, hotfix: false, components: null };

/** What the checks of a ticket, or of a numbered release, find now. `within`: it has to touch one of these components; null: any. */
export const checksOfTicket = (
  ticket: string,
  within: readonly string[] | null,
  desk: Desk,
): Promise<Outcome> => checksOfRequest({ subject: oneTicket(ticket), options: noOptions }, within, desk);

/** What the checks of a request would find now. */
export const checksOfRequest = (
  named: ToCheck,
  within: readonly string[] | null,
  { client, releases, settings }: Desk,
): Promise<Outcome> =>
  attempt(async () => {
    const { id } = named.subject;
    const asked = await whatToCheck(named, settings, releases);
    if (asked === null) return problem(404, 'noRelease', ({ noRelease }) => noRelease(id), { ticket: id });
    const report = await checkNow(client, asked.subject, asked.options);
    if (report.outcome === 'unknownTicket') {
      const { ticket = id } = report;
      return problem(404, 'unknownTicket', (words) => words.unknownTicket(ticket), { ticket });
    }
    const touched = report.scope.components;
    const isInside =
      within === null || touched.length === 0 || touched.some((component) => within.includes(component));
    if (report.outcome === 'unavailable') {
      return isInside
        ? unclear(id, report, settings)
        : problem(503, 'trackerAway', ({ trackerAway }) => trackerAway);
    }
    return isInside
      ? done({ ...reportJson(report), ...checkedBy([report.evidence], touched, settings) }, () => '')
      : problem(403, 'outsideComponents', (words) => words.outsideComponents(touched, within), {
          needed: touched,
          has: within,
        });
  });

/** The problem if nothing, or not every sign, can be judged. */
function unclear(
  ticket: string,
  { message: reason, items = [], scope }: Extract<CheckReport, { outcome: 'unavailable' }>,
  settings: Settings,
): Outcome {
  const evidence = items.map((item) => item.evidence);
  const facts: Unclear = { ticket, reason, items, ...checkedBy(evidence, scope.components, settings) };
  const code = items.length === 0 ? 'trackerAway' : 'cannotTell';
  return problem(503, code, ({ cannotTell }) => cannotTell(reason), facts);
}

const checkedBy = (
  evidence: readonly Evidence[],
  components: readonly string[],
  settings: Settings,
): CheckedBy => ({
  checkedBy: Object.fromEntries(
    signsIn(evidence).map((sign) => [sign, rulePlaces(sign, components, settings)]),
  ),
});
