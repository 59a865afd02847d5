import { commands } from '../../domain/command/commands.ts';
import { answerIn } from '../answer-words.ts';
import { code, mention, mentions, plain } from '../mrkdwn.ts';
import type { RunnerStatus } from '../../domain/messages/runner.ts';
import type { ReleaseSummary } from '../../domain/release/status.ts';
import type { TextContext } from '../facts.ts';
import { linkedTicket, ticketOf } from '../ticket.ts';
import { differences, passedText } from './events.ts';
import { adminOf, approverOf, goodFrom } from './roles.ts';
import { ago, components, frozenBy, standing } from './standing.ts';
import { keyUsed } from './key-used.ts';
import { watch } from './watch.ts';

const it = (release: ReleaseSummary, around: TextContext): string =>
  `${ticketOf(release, around)} ${standing(release, around)}`;

const whyNotYours: Readonly<Record<RunnerStatus, string>> = {
  yours: 'it is somebody else’s',
  lost: 'it was silent for too long',
  taken: 'another pipeline has taken it up',
  unlocked: 'its lock was taken from it',
  ended: 'it is not on production any more',
  died: 'its workflow was ended in Temporal',
};

export const answerText = answerIn({
  malformed: () => 'I cannot read that command, so nothing was changed.',
  earlierRelease: (_, release, around) =>
    `That button belongs to an earlier release of ${ticketOf(release, around)}, so nothing was changed. The release that is open now ${standing(release, around)}.`,
  notApprover: (_, release, around) =>
    `It takes an ${approverOf(around)} to do that with ${ticketOf(release, around)}.`,
  notAdmin: (_, release, around) =>
    `It takes an ${adminOf(around)} to do that with ${ticketOf(release, around)}.`,
  notRequesterOrAdmin: ({ requester, admin }, release, around) =>
    `Only its requester ${mention(requester)} or its admin ${admin === null ? '(nobody yet)' : mention(admin)} can do that with ${ticketOf(release, around)}.`,
  notRequesterAdminOrApprover: ({ requester, admin }, release, around) =>
    `Only its requester ${mention(requester)}, its admin ${admin === null ? '(nobody yet)' : mention(admin)} or an ${approverOf(around)} can do that with ${ticketOf(release, around)}.`,
  notRequesterOrApprover: ({ requester }, release, around) =>
    `Only its requester ${mention(requester)} or an ${approverOf(around)} can do that with ${ticketOf(release, around)}.`,
  notAsShown: (_, release, around) =>
    `${ticketOf(release, around)} is not what you were shown any more, so nothing was changed. Please look at it as it is now: it ${standing(release, around)}.`,
  ownRelease: (_, release, around) =>
    `Four eyes: you asked for ${ticketOf(release, around)} yourself, so another approver has to give the good: ${mentions(around.approvers)}.`,
  ownOverride: (_, release, around) =>
    `Four eyes: you asked for ${ticketOf(release, around)} yourself, so another approver has to let it pass: ${mentions(around.approvers)}.`,
  alreadyVoted: (_, release, around) =>
    `You have given your good to ${ticketOf(release, around)} already; it still has to come from ${goodFrom(release, around)}.`,
  voteNotNeeded: ({ lacking }, release, around) =>
    `What ${ticketOf(release, around)} still lacks is the good for ${components(lacking)}, from ${goodFrom(release, around)}.`,
  alreadyAdmin: (_, release, around) =>
    `You are the admin of ${ticketOf(release, around)} already. It ${standing(release, around)}.`,
  alreadyAsked: ({ requester, since }, release, around) =>
    `${mention(requester)} asked for ${ticketOf(release, around)} already. It ${standing(release, around)} (for ${ago(Date.parse(since), around)}).`,
  keyTaken: ({ key, by, requester }, _, around) =>
    `${plain(key)} is in the release ${linkedTicket(by, around)}${requester === null ? '' : ` of ${mention(requester)}`}, which has not ended; nothing was asked for.`,
  otherTickets: ({ tickets }, release, around) =>
    `${ticketOf(release, around)} is open as a release of ${tickets.map(code).join(', ') || code(release.ticket)}. ${code(`cancel ${release.ticket}`)} ends it; then it can be asked for with others.`,
  missingReason: ({ command }, release) =>
    `Please say why: ${code(`${commands[command].word} ${release.ticket} <reason>`)}.`,
  wrongStage: ({ command }, release, around) =>
    `No ${code(commands[command].word)} now: ${it(release, around)}.`,
  goodGiven: (_, release, around) =>
    `${ticketOf(release, around)} has its good already, from ${mentions(release.acceptedBy)}. It ${standing(release, around)}. ${code(`cancel ${release.ticket}`)} withdraws it.`,
  onProduction: (_, release, around) =>
    `${ticketOf(release, around)} is on production; it cannot be cancelled any more. ${code(`dep finish ${release.ticket}`)} or ${code(`dep rollback ${release.ticket}`)} ends it.`,
  locksLost: ({ components: lost }, release) =>
    `Nobody can go on with it: the lock of ${lost.map(code).join(', ')} was taken from it. ${code(`dep finish ${release.ticket}`)} or ${code(`dep rollback ${release.ticket}`)} ends it.`,
  pipelineRuns: (_, release, around) =>
    `Another pipeline deploys ${ticketOf(release, around)}, and is alive. Should it die, it can be taken up.`,
  notYourPipeline: ({ why }, release, around) =>
    `${ticketOf(release, around)} is not yours any more: ${whyNotYours[why]}. Nothing was changed.`,
  frozen: ({ component, freeze }, release, around) =>
    `Not now: ${frozenBy(component, freeze, around)}. ${ticketOf(release, around)} keeps its turn. An approver may let it pass: ${code(`override ${release.ticket} <reason>`)}.`,
  missingUser: (_, release) => `To whom? ${code(`handover ${release.ticket} @somebody`)}`,
  notAPerson: ({ user }, release, around) =>
    `${mention(user)} cannot take over ${ticketOf(release, around)}: only a person of this workspace can. Nothing was changed.`,
  alreadyRequester: ({ requester }, release, around) =>
    `${mention(requester)} is the requester of ${ticketOf(release, around)} already.`,
  goodIsTheirs: ({ user }, release, around) =>
    `${mention(user)} gave the good to ${ticketOf(release, around)}, which is on production; four eyes: somebody else has to take it over.`,
  nothingToOverride: (_, release, around) =>
    `There is nothing to override: ${it(release, around)}. Only freezes, failing checks and the wait for the charts can be overridden.`,
  stillWatched: (_, release, around) => `It is deployed already: ${it(release, around)}.`,
  alreadyHotfix: (_, release, around) =>
    `${ticketOf(release, around)} is a hotfix already. It ${standing(release, around)}.`,
  componentsUnknown: ({ unknown }, release) =>
    `Nobody knows ${unknown === undefined ? `what ${code(release.ticket)} touches` : `${components(unknown)} of ${code(release.ticket)}`}, so nobody can say whom it has to wait for. Its requester can name what it touches: ${code(`dobro ${release.ticket} components:a,b`)}.`,
  checksTooOld: ({ foundAt }, release, around) =>
    `The tracker does not answer, and ${foundAt === null ? 'the checks have never run' : `the checks ran ${ago(Date.parse(foundAt), around)} ago, which is too long`}: ${ticketOf(release, around)} keeps its turn. Try again when the tracker answers, or an approver lets it pass: ${code(`override ${release.ticket} <reason>`)}.`,
  changedMeanwhile: ({ differences: found }, release, around) =>
    `Not started: ${ticketOf(release, around)} is not what was approved any more${found.length === 0 ? '' : `: ${differences(found)}`}. It ${standing(release, around)}.`,
  badAlready: ({ found, confirmable }, release, around) => {
    const again = code(`${commands.depStart.word} ${release.ticket}`);
    const wayOut = confirmable
      ? `Say ${again} again within ten minutes to start it all the same.`
      : `A program does not decide that. It waits until that is well, or its requester or admin starts it all the same: ${again}, said twice.`;
    return `Not started: before ${ticketOf(release, around)} something is bad already.\n${watch.already(found, around)}\n${wayOut} It will not be held against it.`;
  },
  keyUsed: () => keyUsed,
  rolesUnknown: ({ command }, release) =>
    `I cannot find out right now what your role is, so ${code(`${commands[command].word} ${release.ticket}`)} changed nothing. Please try again in a minute.`,
  done: ({ passed }, release, around) =>
    `Done. ${it(release, around)}.${passed === undefined ? '' : passedText({ items: [] }, passed)}`,
});
