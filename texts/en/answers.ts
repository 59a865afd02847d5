import type { Answer, Refusal } from '../../domain/release/answers.ts';
import type { CommandSignal } from '../../domain/release/payload.ts';
import { code, mention, mentions } from '../mrkdwn.ts';
import type { ReleaseFacts, Surroundings } from '../texts.ts';
import { ago, standing, ticketOf } from './standing.ts';

type Wording<C extends Answer['code']> = (
  answer: Extract<Answer, { code: C }>,
  release: ReleaseFacts,
  around: Surroundings,
) => string;

/** What people type for each signal. */
const typed: Readonly<Record<CommandSignal, string>> = {
  request: 'dobro',
  recheck: 'recheck',
  accept: 'accept',
  reject: 'reject',
  adminHere: 'here',
  depStart: 'dep start',
  depFinish: 'dep finish',
  depRollback: 'dep rollback',
  cancel: 'cancel',
};

const it = (release: ReleaseFacts, around: Surroundings): string =>
  `${ticketOf(release, around)} ${standing(release, around)}`;

const refusals: { readonly [C in Refusal['code']]: Wording<C> } = {
  notApprover: (_, release, around) =>
    `It takes an approver to do that with ${ticketOf(release, around)}: ${mentions(around.approvers)}.`,
  notAdmin: (_, release, around) =>
    `It takes an admin to do that with ${ticketOf(release, around)}: ${mentions(around.admins)}.`,
  notRequester: ({ requester }, release, around) =>
    `Only its requester can do that with ${ticketOf(release, around)}: ${mention(requester)}.`,
  notRequesterOrAdmin: ({ requester, admin }, release, around) =>
    `Only its requester ${mention(requester)} or its admin ${admin === null ? '(nobody yet)' : mention(admin)} can do that with ${ticketOf(release, around)}.`,
  notRequesterOrApprover: ({ requester }, release, around) =>
    `Only its requester ${mention(requester)} or an approver (${mentions(around.approvers)}) can do that with ${ticketOf(release, around)}.`,
  ownRelease: (_, release, around) =>
    `Four eyes: you asked for ${ticketOf(release, around)} yourself, so another approver has to give the good: ${mentions(around.approvers)}.`,
  alreadyAdmin: (_, release, around) =>
    `You are the admin of ${ticketOf(release, around)} already. It ${standing(release, around)}.`,
  alreadyAsked: ({ requester, since }, release, around) =>
    `${mention(requester)} asked for ${ticketOf(release, around)} already. It ${standing(release, around)}, for ${ago(since, around)} now.`,
  missingReason: ({ command }, release) =>
    `Please say why: ${code(`${typed[command]} ${release.ticket} <reason>`)}.`,
  wrongStage: ({ command }, release, around) => `No ${code(typed[command])} now: ${it(release, around)}.`,
  goodGiven: (_, release, around) =>
    `${ticketOf(release, around)} has its good already, from ${mentions(release.acceptedBy)}. It ${standing(release, around)}. ${code(`cancel ${release.ticket}`)} withdraws it.`,
  onProduction: (_, release, around) =>
    `${ticketOf(release, around)} is on production; it cannot be cancelled any more. ${code(`dep finish ${release.ticket}`)} or ${code(`dep rollback ${release.ticket}`)} ends it.`,
  rolesUnknown: ({ command }, release) =>
    `I cannot find out right now what your role is, so ${code(`${typed[command]} ${release.ticket}`)} changed nothing. Please try again in a minute.`,
};

const wordings: { readonly [C in Answer['code']]: Wording<C> } = {
  ...refusals,
  done: (_, release, around) => `Done. ${it(release, around)}.`,
};

export function answerText(release: ReleaseFacts, answer: Answer, around: Surroundings): string {
  const wording = wordings[answer.code] as Wording<Answer['code']>;
  return wording(answer, release, around);
}
