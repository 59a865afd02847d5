import type { EventFacts, Passed } from '../../domain/release/events.ts';
import type { ReminderKind } from '../../domain/release/stage.ts';
import { settledIn } from '../settled.ts';
import type { Sign } from '../../domain/settings.ts';
import { differencesIn } from '../differences.ts';
import { withOrigin, wordEvent } from '../event-words.ts';
import { logWords } from './log-words.ts';
import type { EventWords } from '../event-words.ts';
import { code, escapeAll, link, mention, mentions, plain } from '../mrkdwn.ts';
import type { ReleaseFacts, TextContext } from '../facts.ts';
import type { Texts } from '../texts.ts';
import { linkedTicket, ticketOf, titled } from '../ticket.ts';
import { requesterOf } from '../who.ts';
import { goodFrom, tally } from './roles.ts';
import { itemsText, judgedText } from '../items.ts';
import { missingReason } from '../signs.ts';
import { itemWords, signNames, signWords } from './signs.ts';
import { ago, components, standing } from './standing.ts';
import { watch } from './watch.ts';

/** `: …`, if a reason was given. */
const because = (reason: string | null): string => (reason === null ? '' : `: ${plain(reason)}`);

/** `of @dan`, unless the actor is the requester. */
const ofOther = (release: ReleaseFacts, actor: string): string =>
  release.requester === actor ? '' : ` of ${requesterOf(release)}`;

const canceller = (actor: string): string => (actor === '' ? 'Temporal' : mention(actor));

const passes = { freeze: 'the freeze', checks: 'its checks', charts: 'its charts' } as const;
/** What the actor said along with the command. */
const quote = (reason?: string): string => (reason === undefined ? '' : ` “${plain(reason)}”`);

/** Without an actor, a reset coordinator did not know the grant. */
const taker = (actor: string): string =>
  actor === '' ? 'A reset in Temporal took' : `${mention(actor)} took`;

/** What an approver needs for a decision. */
function options(release: ReleaseFacts): string {
  const parts = [
    components(release.components),
    release.priority === 'hotfix' ? '*hotfix*' : null,
    release.noNeedAdmin || !release.admin.needed ? 'needs no admin' : null,
    release.leftOut.length === 0 ? null : `*leaves out* ${components(release.leftOut)}`,
    release.wikiLink === null ? null : link(release.wikiLink, signNames.releaseDocs),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** The details of what is released, if they say more than the title. */
function details({ items }: ReleaseFacts): string {
  const text = itemsText(items, itemWords);
  return text === '' ? '' : `\n${text}`;
}

/** What has to be approved anew, as it is now. */
const toJudgeAnew = (release: ReleaseFacts): string =>
  release.stage === 'awaiting_approval' ? `\n${options(release)}${details(release)}` : '';

/** A reminder replaces the previous message, so it repeats what that said. */
const toJudgeBy = (release: ReleaseFacts, reminder: ReminderKind): string =>
  reminder === 'approvers' ? `\n${options(release)}${details(release)}` : '';

const goAhead = (release: ReleaseFacts): string =>
  `${code(`dep start ${release.ticket}`)} when you begin, ${code(`dep finish ${release.ticket}`)} when it is done.`;

const judge = (release: ReleaseFacts): string =>
  `${code(`accept ${release.ticket}`)} gives the good, ${code(`reject ${release.ticket} <why>`)} refuses it.`;

/** Who asks for approval, of what. */
export const asking = (release: ReleaseFacts, around: TextContext): string =>
  `${requesterOf(release)} asks for the good for ${titled(release, around)}`;

/** The announcement of a release; `standing` is its status. */
export const announcementOf = (release: ReleaseFacts, around: TextContext, standing = ''): string =>
  `${asking(release, around)}${standing === '' ? '' : `: ${standing}`}\n${options(release)}${details(release)}\n${goodFrom(release, around)}: ${judge(release)}`;

const announcements: EventWords = {
  checksPassed: (release, _, around) => announcementOf(release, around),
  voted: (release, facts, around, actor) =>
    `${mention(actor)} gave a good to ${titled(release, around)}${ofOther(release, actor)}: ${tally(facts.approvals)}. The rest is to come from ${mentions(around.approvers)}.${quote(facts.reason)}`,
  votesVoided: (release, facts, around) =>
    `${titled(release, around)} has lost the good that ${mentions(facts.voters)} gave it: ${lossOf(facts)}.`,
  accepted: (release, facts, around, actor) =>
    `${mention(actor)} gave the good to ${titled(release, around)}${ofOther(release, actor)}.${quote(facts.reason)}`,
  rejected: (release, { reason }, around, actor) =>
    `${mention(actor)} refused ${titled(release, around)}${ofOther(release, actor)}${because(reason)}`,
  turnCame: (release, { adminNeeded }, around) =>
    adminNeeded
      ? `${titled(release, around)} has its turn. ${mentions(around.admins)}: who is its admin? ${code(`here ${release.ticket}`)}`
      : `${titled(release, around)} has its turn. ${requesterOf(release)}: ${goAhead(release)}`,
  turnLost: (release, facts, around) =>
    facts.onProduction === null
      ? `${titled(release, around)} did not start in time while others wait for ${components(facts.components)}; it is in line again, as the last of its priority. ${requesterOf(release)}`
      : `${titled(release, around)} waits again, at its old place: ${linkedTicket(facts.onProduction, around)} is on production already and needs ${components(facts.components)} since the configuration changed. ${requesterOf(release)}`,
  adminFound: (release, facts, around, actor) =>
    `${mention(actor)} is the admin of ${titled(release, around)}${facts.before === null ? '' : ` instead of ${mention(facts.before)}`}.${facts.ready ? ` ${requesterOf(release)}: ${goAhead(release)}` : ''}${quote(facts.reason)}`,
  started: (release, facts, around, actor) =>
    `${mention(actor)} started ${titled(release, around)} on ${components(facts.components)}: it goes to production now.${watch.atStart(facts.badAlready)}${quote(facts.reason)}`,
  lockLost: (release, { component, reason, deploying }, around, actor) =>
    `${taker(actor)} the lock of ${code(component)} from ${titled(release, around)}, ${deploying ? 'which is on production: others may release it now' : 'which needs a new good before it gets another turn'}${because(reason)}`,
  rebuilt: (release, facts, around) =>
    `${titled(release, around)} is open again: Temporal had lost it, and the log knows it on production${facts.components.length === 0 ? '' : ` with the lock of ${components(facts.components)}`}. ${requesterOf(release)}: ${code(`dep finish ${release.ticket}`)} or ${code(`dep rollback ${release.ticket}`)} ends it.`,
  pipelineLost: (release, { afterSeconds }, around) =>
    `The pipeline that deploys ${titled(release, around)} is gone: no sign of life for ${afterSeconds} s. Its lock stays; ${code(`dobrobot run ${release.ticket}`)} takes it up.`,
  pipelineTaken: (release, { back }, around, actor) =>
    back
      ? `The pipeline that deploys ${titled(release, around)} is back.`
      : `${mention(actor)} takes up ${titled(release, around)}: another pipeline deploys it now.`,
  deployed: (release, facts, around, actor) =>
    `${mention(actor)} has deployed ${titled(release, around)}. It keeps its locks until it has been watched for long enough and its charts are well, which ${code(`status ${release.ticket}`)} shows.${quote(facts.reason)}`,
  finished: (release, facts, around, actor) =>
    actor === ''
      ? `The charts of ${titled(release, around)} are well: the release is done.`
      : `${mention(actor)} finished ${titled(release, around)}: the release is done.${quote(facts.reason)}`,
  rolledBack: (release, { reason }, around, actor) =>
    `${mention(actor)} rolled back ${titled(release, around)}${because(reason)}`,
  handedOver: (release, { from, to, goodVoided }, around, actor) =>
    `${mention(actor)} handed ${titled(release, around)} over from ${mention(from)} to ${mention(to)}.${goodVoided ? ` ${mention(to)} had given the good, so it needs another one: ${mentions(around.approvers)}` : ''}`,
  overridden: (release, { reason, what, ...passed }, around, actor) =>
    `${mention(actor)} lets ${titled(release, around)}${ofOther(release, actor)} pass ${passes[what]}: ${plain(reason)}${passedText(release, passed)}`,
  madeHotfix: (release, { reason }, around, actor) =>
    `${mention(actor)} makes ${titled(release, around)}${ofOther(release, actor)} a hotfix, ahead of those that wait: ${plain(reason)}`,
  cancelled: (release, { reason }, around, actor) =>
    `${canceller(actor)} cancelled ${titled(release, around)}${ofOther(release, actor)}${because(reason)}`,
  expired: (release, _, around) =>
    `${titled(release, around)} of ${requesterOf(release)} has expired: nobody did anything about it.`,
};

export const differences = differencesIn({
  ...signNames,
  components: 'components',
  leftOut: 'left out',
  locks: 'locks',
  approvals: 'approvals',
  url: 'address',
});

/** Why the votes are void. Details of failed checks are only for voters and the requester. */
function lossOf({ cause, differences: found }: EventFacts['votesVoided'], privately = false): string {
  if (cause === 'failed' && (!privately || found.length === 0)) return 'its checks do not pass any more';
  return found.length === 0
    ? 'its checks could not run then'
    : `it is not the same any more: ${differences(found)}`;
}

const leftOutOf = (name: string): string =>
  `the ticket names ${code(name)}, and \`components:\` leaves it out`;

/** `ticket`: the one it concerns if there are several, else null. */
const lacks = ({ items }: Pick<ReleaseFacts, 'items'>, sign: Sign, ticket: string | null = null): string =>
  escapeAll(missingReason(sign, ticket, items, signWords));

/** What an override let pass, one line each; empty if nothing. */
export function passedText(
  release: Pick<ReleaseFacts, 'items'>,
  { missingSigns, leftOut, toJudge }: Passed,
): string {
  const lines = [...missingSigns.map((sign) => lacks(release, sign)), ...leftOut.map(leftOutOf)];
  return [...lines.map((line) => `• ${line}`), judgedText(toJudge, itemWords)]
    .filter((line) => line !== '')
    .map((line) => `\n${line}`)
    .join('');
}

function problems(
  release: Pick<ReleaseFacts, 'ticket' | 'items'>,
  facts: EventFacts['checksFailed'],
): string {
  const lines = [
    ...(facts.missingOf?.flatMap(({ ticket, signs }) =>
      signs.map((sign) => `${code(ticket)}: ${lacks(release, sign, ticket)}`),
    ) ?? facts.missingSigns.map((sign) => lacks(release, sign))),
    ...facts.leftOut.map(leftOutOf),
    ...facts.unknownComponents.map((name) => `there is no component ${code(name)}`),
    ...(facts.noComponent
      ? [
          `it names no component that I know; say which with ${code(`dobro ${release.ticket} components:a,b`)}`,
        ]
      : []),
  ];
  return lines.map((line) => `• ${line}`).join('\n');
}

export const lacking: Texts['lacking'] = ({ ticket, problems: found }) =>
  found ? `${problems({ ticket, items: [] }, found)}\nMend it and say ${code(`recheck ${ticket}`)}.` : null;

const personal: EventWords = {
  keyTaken: (_, { key, by, requester }, around) =>
    `Nothing was asked for: ${plain(key)} is in the release ${linkedTicket(by, around)}${requester === null ? '' : ` of ${mention(requester)}`}, which has not ended. ${code(`status ${by}`)} tells where it stands.`,
  ticketUnknown: (release, { ticket }, around) =>
    `The tracker does not know a ticket ${linkedTicket(ticket, around)}. Is the key right? Then ask again with ${code(`dobro ${release.tickets.join(' ')}`)}.`,
  checksUnavailable: (release, { message }, around) =>
    `I cannot check ${ticketOf(release, around)} right now: ${message === null ? 'the tracker does not answer' : escapeAll(message)}\nI keep trying; nothing is lost.`,
  checksFailed: (release, facts, around) =>
    `${titled(release, around)} cannot ask for the good yet:\n${problems(release, facts)}\nMend it and say ${code(`recheck ${release.ticket}`)}.`,
  checksPassed: (release, _, around) =>
    `${requesterOf(release)} asks for your good: ${titled(release, around)}\n${options(release)}${details(release)}\n${judge(release)}`,
  rechecked: (release, { change }, around) =>
    `${titled(release, around)} passes its checks${change === null ? '' : `; its components were ${components(change.componentsBefore)} and are ${components(change.components)} now`}. It ${standing(release, around)}.`,
  rejected: (release, { reason }, around, actor) =>
    `${mention(actor)} refused ${titled(release, around)}${because(reason)}`,
  turnCame: (release, { adminNeeded }, around) =>
    adminNeeded
      ? `${titled(release, around)} of ${requesterOf(release)} needs an admin: ${options(release)}\nSay ${code(`here ${release.ticket}`)} if it is you.`
      : `It is your turn with ${titled(release, around)}: ${goAhead(release)}`,
  turnLost: (release, facts, around) =>
    facts.onProduction === null
      ? `${titled(release, around)} lost its turn on ${components(facts.components)}, since it had not started and others wait. It is in line again; I will tell you when it is your turn.`
      : `${titled(release, around)} waits again, at its old place: ${linkedTicket(facts.onProduction, around)} is on production already and needs ${components(facts.components)} since the configuration changed. I will tell you when it is your turn.`,
  adminFound: (release, _, around, actor) =>
    `${mention(actor)} is the admin of ${titled(release, around)}. It is your turn: ${goAhead(release)}`,
  votesVoided: (release, facts, around) =>
    `The good that ${mentions(facts.voters)} gave ${titled(release, around)} counts no more: ${lossOf(facts, true)}. It ${standing(release, around)}.${toJudgeAnew(release)}`,
  handedOver: (release, { to, goodVoided }, around, actor) =>
    `${mention(actor)} handed ${titled(release, around)} over to ${mention(to)}. It ${standing(release, around)}.${goodVoided ? toJudgeAnew(release) : ''}`,
  overridden: (release, { reason }, around, actor) =>
    `${mention(actor)} lets ${titled(release, around)} pass: ${plain(reason)}\nIt ${standing(release, around)}.`,
  madeHotfix: (release, { reason }, around, actor) =>
    `${mention(actor)} makes ${titled(release, around)} a hotfix: ${plain(reason)}\nIt ${standing(release, around)}.`,
  lockLost: (release, { component, reason, deploying }, around, actor) =>
    deploying
      ? `${taker(actor)} the lock of ${code(component)} from ${titled(release, around)}, which is on production${because(reason)}\nOthers may release it now. ${code(`dep finish ${release.ticket}`)} or ${code(`dep rollback ${release.ticket}`)} still ends yours.`
      : `${taker(actor)} the lock of ${code(component)} from ${titled(release, around)}${because(reason)}\nIt needs a new good before it gets another turn.${toJudgeAnew(release)}`,
  pipelineLost: (release, { afterSeconds }, around) =>
    `The pipeline that deploys ${titled(release, around)} is gone: no sign of life for ${afterSeconds} s. Nobody can tell how far it came, so its lock stays. ${code(`dobrobot run ${release.ticket}`)} takes it up; ${code(`dep finish ${release.ticket}`)} or ${code(`dep rollback ${release.ticket}`)} ends it.`,
  overtaken: (release, { component, by }, around) =>
    `The hotfix ${linkedTicket(by, around)} goes ahead of ${titled(release, around)} in the line for ${code(component)}.`,
  cancelled: (release, { reason }, around, actor) =>
    `${canceller(actor)} cancelled ${titled(release, around)}${because(reason)}`,
  expiryNear: (release, _, around) =>
    `${titled(release, around)} expires within a day, since nobody does anything about it. ${code(`recheck ${release.ticket}`)} keeps it, ${code(`cancel ${release.ticket}`)} ends it.`,
  expired: (release, _, around) =>
    `${titled(release, around)} has expired. Ask again with ${code(`dobro ${release.ticket}`)} if it is still wanted.`,
  nudged: (release, { waitingSince, reminder }, around) =>
    `${titled(release, around)} ${standing(release, around)} (for ${ago(waitingSince, around)}).${toJudgeBy(release, reminder)}`,
  escalated: (release, { waitingSince }, around) =>
    `${titled(release, around)} of ${requesterOf(release)} has been waiting for ${ago(waitingSince, around)}: it ${standing(release, around)}. Can you help?`,
};

export const announcement: Texts['announcement'] = (release, event, around) =>
  withOrigin(wordEvent(announcements, release, event, around), event, logWords);

export const personalText: Texts['personal'] = (release, event, around) =>
  wordEvent(personal, release, event, around) ?? `${titled(release, around)} ${standing(release, around)}.`;

/** Only says what happened, because the public texts mention people. */
const settledWords: EventWords = {
  ...announcements,
  requested: (release, _, around, actor) => `${mention(actor)} asked again for ${titled(release, around)}.`,
  checksPassed: (release, _, around) => `${titled(release, around)} passes its checks.`,
  checksFailed: (release, _, around) => `${titled(release, around)} does not pass its checks.`,
  voted: (release, facts, around, actor) =>
    `${mention(actor)} gave a good to ${titled(release, around)}: ${tally(facts.approvals)}.`,
  turnCame: (release, _, around) => `${titled(release, around)} has its turn.`,
  turnLost: (release, facts, around) =>
    `${titled(release, around)} lost its turn on ${components(facts.components)}.`,
  adminFound: (release, _, around, actor) => `${mention(actor)} is the admin of ${titled(release, around)}.`,
  handedOver: (release, { to }, around, actor) =>
    `${mention(actor)} handed ${titled(release, around)} over to ${mention(to)}.`,
};

export const settledText: Texts['settled'] = settledIn(
  settledWords,
  (release, around) => `${titled(release, around)} ${standing(release, around)}.`,
);

export const askedAnew: Texts['askedAnew'] = (release, around) =>
  release.stage !== 'awaiting_approval'
    ? `${titled(release, around)} ${standing(release, around)}.`
    : `${titled(release, around)} is not the same any more. ${requesterOf(release)} asks for your good for it as it is now:\n${options(release)}${details(release)}\n${judge(release)}`;
