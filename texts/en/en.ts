import { code, link } from '../mrkdwn.ts';
import type { Texts } from '../texts.ts';
import { answerText } from './answers.ts';
import { announcement, personalText } from './events.ts';
import { help, mistakeText } from './help.ts';
import { lockAnnouncement, lockAnswer } from './locks.ts';
import { queueText, statusText } from './queue.ts';
import { standing } from './standing.ts';

export const en: Texts = {
  announcement,
  personal: personalText,
  answer: answerText,
  lockAnnouncement,
  lockAnswer,
  mistake: mistakeText,
  help,
  status: statusText,
  queue: queueText,
  trouble: 'I cannot look at the releases right now. They go on; please ask again in a minute.',
  noSuchComponent: (component, known) =>
    `There is no component ${code(component)}. I know ${known.map(code).join(', ')}.`,
  noLock: (component) =>
    `${code(component)} is not critical: it has no lock, and releases of it wait for nobody.`,
  noRelease: (ticket, linkOf) =>
    `Nobody has asked for a release of ${link(linkOf(ticket), ticket)}. ${code(`dobro ${ticket}`)} asks for one.`,
  ended: (release, around) =>
    `${link(release.url ?? around.linkOf(release.ticket), release.ticket)} ${standing(release, around)}; no release of it is open. ${code(`dobro ${release.ticket}`)} asks for the next one.`,
};
