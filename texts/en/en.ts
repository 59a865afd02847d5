import { duration } from '../../domain/duration.ts';
import type { ReleaseSummary } from '../../domain/release/status.ts';
import { code, link, mention } from '../mrkdwn.ts';
import type { Texts } from '../texts.ts';
import { linkedTicket, ticketOf } from '../ticket.ts';
import { and, locale, plural } from './language.ts';
import { about } from './about.ts';
import { answerText } from './answers.ts';
import { buttonWords, reasonWords } from './buttons.ts';
import { cardWords, shownWords } from './card.ts';
import { announcement, askedAnew, asking, lacking, personalText, settledText } from './events.ts';
import { guide } from './guide.ts';
import { help, mistakeText } from './help.ts';
import { home } from './home.ts';
import { freezeLifted, lockAnnouncement, lockAnswer } from './locks.ts';
import { preferences } from './preferences.ts';
import { queueText, statusText } from './queue.ts';
import { releaseLog } from './release-log.ts';
import { requestForm } from './request-form.ts';
import { alerts } from './alerts.ts';
import { setup } from './setup.ts';
import { regular } from './digest.ts';
import { watch } from './watch.ts';
import { welcome } from './welcome.ts';
import { components, standing } from './standing.ts';

/** The hint to request the next release. Empty for a release without a ticket, which is over for good. */
const next = ({ ticket, tickets }: ReleaseSummary): string =>
  tickets.length === 0 ? '' : ` ${code(`dobro ${ticket}`)} asks for the next one.`;

export const en: Texts = {
  card: cardWords,
  shown: shownWords,
  button: buttonWords,
  chooseComponents: 'What does it touch?',
  reasonForm: reasonWords,
  requestForm,
  home,
  preferences,
  welcome,
  releaseLog,
  alerts,
  watch,
  announcement,
  personal: personalText,
  settled: settledText,
  cardLinked: (release, url, around) =>
    `${asking(release, around)} on ${components(release.components)}: ${link(url, 'its card')}`,
  askedAnew,
  offerTaken: (words) => `On it: ${code(words)}`,
  answer: answerText,
  freezeLifted,
  lockAnnouncement,
  lockAnswer,
  mistake: mistakeText,
  help,
  guide,
  status: statusText,
  lacking,
  queue: queueText,
  about,
  setup,
  regular,
  cutOff: (page) =>
    `… The rest is too long for a message. ${page === null ? 'Ask for one component, or for a shorter time.' : `${link(page, 'The page')} shows all of it.`}`,
  trouble: 'I cannot look at the releases right now. They go on; please ask again in a minute.',
  offer: (actor, words, agoMs) =>
    `${mention(actor)} I was away when you wrote ${code(words)}, ${duration(agoMs, locale)} ago. Shall I do it now?`,
  looking: (release, around) =>
    `I am looking at ${ticketOf(release, around)} once more; I will tell you the result.`,
  offerButton: 'Do it now',
  meant: (words) => `Is that meant for me? I have done nothing yet: ${code(words)}`,
  meantButton: 'Yes, do it',
  edited: (words) => `A changed message does nothing by itself. It says now: ${code(words)}`,
  sayAgain: 'Then please say it again: it is too long for a button.',
  leftOut: (count) =>
    `I was away for long, and ${count} older ${plural(count, { one: 'message to me here was', other: 'messages to me here were' })} not carried out. Please say again what still holds.`,
  otherWorkspace:
    'I work for people of another workspace than yours, so nothing is done. Whoever runs me can allow yours: `slack.team` in the configuration.',
  notYours: (user) => `Only ${mention(user)}, who wrote it, can have that done.`,
  noSuchComponent: (component, known) =>
    `There is no component ${code(component)}. I know ${and(known.map(code))}.`,
  noTicket: (key) =>
    `${code(key)} is no ticket: it names a release of its own, and cannot be part of another.`,
  needsTicket: `Here every release has a ticket. Which one? ${code('dobro TICKET')}`,
  noLock: (component) =>
    `${code(component)} is not critical: it has no lock, and releases of it wait for nobody.`,
  noRelease: (ticket, linkOf) =>
    linkOf === null
      ? `There is no release ${code(ticket)}.`
      : `Nobody has asked for a release of ${linkedTicket(ticket, { linkOf })}. ${code(`dobro ${ticket}`)} asks for one.`,
  brokenOff: (release, around) =>
    `${ticketOf(release, around)} was ended in Temporal, when its stage was ${code(release.stage)}; no release of it is open.${next(release)}`,
  ended: (release, around) =>
    `${ticketOf(release, around)} ${standing(release, around)}; no release of it is open.${next(release)}`,
};
