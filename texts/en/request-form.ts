import type { RequestFormTexts } from '../request-form.ts';
import { previewIn } from '../request-form-layout.ts';
import { locale } from './language.ts';
import { queueLanguage } from './queue.ts';
import { signWords } from './signs.ts';

const noTicket = (ticket: string): string => `There is no ticket ${ticket}.`;

export const requestForm: RequestFormTexts = {
  title: 'Ask for the good',
  submit: 'Ask',
  leave: 'Cancel',
  ticket: (withoutTicket) => ({
    label: 'Ticket',
    hint: `Its key or its link; several with commas between. ${withoutTicket ? 'Without a ticket: the link of a wiki page, or a text in "quotes". ' : ''}What is done and what is missing comes up below.`,
  }),
  components: { label: 'Components', hint: 'Those of the ticket, unless you choose others.' },
  wikiLink: { label: 'Release documentation', hint: 'A link, if the ticket has none.' },
  options: 'Options',
  noNeedAdmin: 'It needs no admin',
  hotfix: 'It is a hotfix and goes ahead of those that wait',
  nothingFound: 'I found no ticket and no link in that message. Which one is it?',
  notATicket: (withoutTicket) =>
    `That is no ticket. A key looks like PAY-1, 4711 or owner/repo#12; there may be 20 of them. ${withoutTicket ? 'What has no ticket is the link of a page, or a text in "quotes".' : 'Here every release has a ticket.'}`,
  notAnAddress: 'That is no link: it has to begin with https:// or http://.',
  unknownTicket: noTicket,
  somebody: 'Somebody',
  ...previewIn(
    {
      locale,
      signs: signWords,
      cannotLook: (ticket) => `I cannot look at ${ticket} right now. You may ask for it all the same.`,
      trackerSilent: (ticket, message) =>
        `I cannot look at ${ticket} right now, as its tracker does not answer: ${message}`,
      noTicket,
      unknownComponents: (names) => `Not known here: ${names}`,
      since: (stage, time) => `${stage}, since ${time}`,
      askedAlready: (who, ticket, stands) =>
        `${who ?? 'You'} asked for ${ticket ?? 'it'} already: ${stands}.`,
    },
    queueLanguage,
  ),
};
