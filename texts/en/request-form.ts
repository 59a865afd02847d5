import type { CheckReport } from '../../domain/release/checks.ts';
import type { Sign } from '../../domain/settings.ts';
import { code, link, mention, plain, shorten } from '../mrkdwn.ts';
import type { Clock, OpenRequest, RequestFormTexts } from '../request-form.ts';
import { stageWords } from './queue.ts';
import { clock, components } from './standing.ts';

const longestTitle = 200;

const signNames: Readonly<Record<Sign, string>> = {
  codeReview: 'code review',
  qa: 'QA',
  customerDemo: 'shown to the customer',
  releaseDocs: 'release documentation',
  rollbackDocs: 'the way back is documented',
};

function found(ticket: string, report: CheckReport | null): string {
  switch (report?.outcome) {
    case undefined:
      return `I cannot look at ${code(ticket)} right now. You may ask for it all the same.`;
    case 'unknownTicket':
      return `:x: There is no ticket ${code(ticket)}.`;
    case 'unavailable':
      return `I cannot look at ${code(ticket)} right now, as its tracker does not answer: ${plain(report.message)}`;
    case 'checked':
      return checked(ticket, report);
  }
}

function checked(ticket: string, report: Extract<CheckReport, { outcome: 'checked' }>): string {
  const { title, url, evidence, missingSigns, scope } = report;
  const mark = (sign: Sign) => (missingSigns.includes(sign) ? ':x:' : ':white_check_mark:');
  const wanted = Object.keys(signNames).filter((sign): sign is Sign => sign in evidence);
  return [
    `*${link(url, ticket)}* ${plain(shorten(title, longestTitle))}`,
    ...wanted.map((sign) => `${mark(sign)} ${signNames[sign]}`),
    `${scope.components.length === 0 ? ':x:' : ':white_check_mark:'} ${components(scope.components)}`,
    ...(scope.unknownComponents.length === 0
      ? []
      : [`Not known here: ${components(scope.unknownComponents)}`]),
  ].join('\n');
}

const stands = ({ stage, since }: OpenRequest, at: Clock): string =>
  `${stageWords[stage]}, since ${clock(since, at)}`;

export const requestForm: RequestFormTexts = {
  title: 'Ask for the good',
  submit: 'Ask',
  leave: 'Leave it',
  ticket: { label: 'Ticket', hint: 'Its key or its link. What is done and what is missing comes up below.' },
  components: { label: 'Components', hint: 'Those of the ticket, unless you choose others.' },
  wikiLink: { label: 'Release documentation', hint: 'A link, if the ticket has none.' },
  options: 'Options',
  adminNeeded: 'It needs an admin',
  hotfix: 'It is a hotfix and goes ahead of those that wait',
  preview: ({ ticket, report, open }, at) =>
    open === null
      ? found(ticket, report)
      : `:x: ${mention(open.requester)} asked for ${code(ticket)} already: ${stands(open, at)}.\n${found(ticket, report)}`,
  notATicket: 'That is no ticket. A key looks like PAY-1, 4711 or owner/repo#12.',
  notAnAddress: 'That is no link: it has to begin with https:// or http://.',
  unknownTicket: (ticket) => `There is no ticket ${ticket}.`,
  alreadyAsked: (name, open, at) => `${name ?? 'You'} asked for it already: ${stands(open, at)}.`,
  somebody: 'Somebody',
};
