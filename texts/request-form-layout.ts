import type { CheckReport } from '../domain/release/check-report.ts';
import { foundOf, isWarning, signsIn, toJudge } from '../domain/release/evidence.ts';
import type { SignFinding } from '../domain/release/evidence.ts';
import type { Sign } from '../domain/settings.ts';
import { code, escapeAll, link, mention, shorten } from './mrkdwn.ts';
import { evidenceAddress, detailOf, signName } from './signs.ts';
import type { SignLanguage } from './signs.ts';
import type { QueueLanguage } from './queue-layout.ts';
import type { Clock, OpenRequest, RequestFormTexts } from './request-form.ts';
import { clockWithZone } from './times.ts';

/** The words of the request form that differ by language, other than its labels. */
export interface PreviewLanguage {
  readonly locale: string;
  readonly signs: SignLanguage;
  readonly cannotLook: (ticket: string) => string;
  readonly trackerSilent: (ticket: string, message: string) => string;
  readonly noTicket: (ticket: string) => string;
  readonly unknownComponents: (names: string) => string;
  readonly since: (stage: string, time: string) => string;
  /** `who` null: the user who fills in the form. */
  readonly askedAlready: (who: string | null, ticket: string | null, stands: string) => string;
}

type Checked = Extract<CheckReport, { outcome: 'checked' }>;

const longestTitle = 200;
const mark = (there: boolean): string => (there ? ':white_check_mark:' : ':x:');

const longestDetail = 200;

/** A question mark if the approver has to judge. */
function signMark({ evidence, missingSigns }: Checked, sign: Sign): string {
  const found = foundOf(sign, evidence);
  if (found === toJudge) return ':grey_question:';
  return isWarning(found) ? ':warning:' : mark(!missingSigns.includes(sign));
}

/** A sign with who or what shows it, or why it is missing. */
function signLine(report: Checked, sign: Sign, language: SignLanguage): string {
  const found = foundOf(sign, report.evidence);
  const detail = detailOf(found, language);
  const more = detail === null ? '' : ` (${escapeAll(shorten(detail, longestDetail))})`;
  return `${signMark(report, sign)} ${told(found, signName(language, sign))}${more}`;
}

const told = (found: SignFinding | undefined, name: string): string =>
  typeof found === 'object' ? link(evidenceAddress(found), name) : escapeAll(name);

/** The two texts of the form about what is known of a ticket. */
export function previewIn(
  words: PreviewLanguage,
  { components, stages }: QueueLanguage,
): Pick<RequestFormTexts, 'preview' | 'alreadyAsked'> {
  const stands = ({ stage, since }: OpenRequest, at: Clock): string =>
    words.since(stages[stage], clockWithZone(since, at, words.locale));

  const checked = (ticket: string, report: Checked): string => {
    const { title, url, evidence, scope } = report;
    const wanted = signsIn([evidence]);
    const unknown = scope.unknownComponents;
    return [
      `*${link(url, ticket)}*${title === ticket ? '' : ` ${escapeAll(shorten(title, longestTitle))}`}`,
      ...wanted.map((sign) => signLine(report, sign, words.signs)),
      `${mark(scope.components.length > 0)} ${components(scope.components)}`,
      ...(unknown.length === 0 ? [] : [words.unknownComponents(components(unknown))]),
    ].join('\n');
  };

  const found = (ticket: string, report: CheckReport | null): string => {
    switch (report?.outcome) {
      case undefined:
        return words.cannotLook(code(ticket));
      case 'unknownTicket':
        return `${mark(false)} ${words.noTicket(code(ticket))}`;
      case 'unavailable':
        return words.trackerSilent(code(ticket), escapeAll(report.message));
      case 'checked':
        return checked(ticket, report);
    }
  };

  return {
    preview: ({ ticket, report, open }, at) => {
      const known = found(ticket, report);
      if (open === null) return known;
      const asked = words.askedAlready(mention(open.requester), code(ticket), stands(open, at));
      return `${mark(false)} ${asked}\n${known}`;
    },
    alreadyAsked: (name, open, at) => words.askedAlready(name, null, stands(open, at)),
  };
}
