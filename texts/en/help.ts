import { commandWords } from '../../domain/command/command.ts';
import type { CommandWord, Mistake } from '../../domain/command/command.ts';
import { russianCommands } from '../../domain/command/vocabulary.ts';
import { code } from '../mrkdwn.ts';
import { alsoTyped, quoted } from '../typed-words.ts';
import { plural } from './language.ts';

interface Entry {
  readonly usage: string;
  readonly what: string;
}

const entries: Readonly<Record<CommandWord, Entry>> = {
  dobro: {
    usage: 'dobro TICKET [WIKI-LINK] [no_need_admin] [hotfix] [components:a,b]',
    what: 'asks for the good; options in any order',
  },
  recheck: { usage: 'recheck TICKET', what: 'checks the ticket again (its requester)' },
  accept: { usage: 'accept TICKET', what: 'gives the good (an approver)' },
  reject: { usage: 'reject TICKET REASON', what: 'refuses it (an approver)' },
  here: { usage: 'here TICKET', what: 'says that you are its admin (an admin)' },
  'dep start': { usage: 'dep start TICKET', what: 'it goes to production (its requester or its admin)' },
  'dep finish': {
    usage: 'dep finish TICKET',
    what: 'it is done, the next one may go (its requester or its admin)',
  },
  'dep rollback': {
    usage: 'dep rollback TICKET [REASON]',
    what: 'it was rolled back, the next one may go (its requester or its admin)',
  },
  cancel: {
    usage: 'cancel TICKET [REASON]',
    what: 'withdraws it before it starts (its requester or an approver)',
  },
  handover: {
    usage: 'handover TICKET @user',
    what: 'someone else takes the part of its requester (its requester or an approver)',
  },
  override: {
    usage: 'override TICKET REASON',
    what: 'lets it pass a freeze or its checks, never the lock of another one (an approver)',
  },
  freeze: {
    usage: 'freeze COMPONENT|all [for 2h|until 18:00] REASON',
    what: 'nothing new starts on it, what waits keeps its place (an approver or an admin)',
  },
  unfreeze: {
    usage: 'unfreeze COMPONENT|all',
    what: 'lifts the freezes by people (an approver or an admin)',
  },
  unlock: {
    usage: 'unlock COMPONENT REASON',
    what: 'takes the lock from its holder; everyone concerned is told (an approver or an admin)',
  },
  queue: { usage: 'queue [COMPONENT]', what: 'who holds what, and who waits for what' },
  status: { usage: 'status TICKET', what: 'where one release stands' },
  log: {
    usage: 'log [COMPONENT|TICKET] [since 2h|DATE]',
    what: 'what happened, newest first',
  },
  blame: {
    usage: 'blame TIME [COMPONENT]',
    what: 'what was on production at a time or in the 24 hours before, the most likely culprit first',
  },
  incident: { usage: 'incident TIME TEXT', what: 'marks an incident and tells everyone of it' },
  stats: {
    usage: 'stats [COMPONENT] [30d]',
    what: 'how many releases, how long they took and waited, how many were rolled back',
  },
  help: { usage: 'help [COMMAND]', what: 'this' },
};

const line = (word: CommandWord): string =>
  `${[entries[word].usage, ...russianCommands[word]].map(code).join(' · ')}: ${entries[word].what}`;

const ask = (word: CommandWord): string => code(`help ${word}`);

export function help(topic: CommandWord | null): string {
  if (topic !== null) return line(topic);
  const lines = commandWords.map((word) => `• ${line(word)}`);
  return [
    'I bring releases to production one at a time. Mention me, write to me, or use `/dobro`:',
    ...lines,
    `In Russian, too: ${alsoTyped(([english, russian]) => [english, russian])}`,
  ].join('\n');
}

const times = `Times look like ${code('14:05')}, ${code('40m ago')}, ${code('2026-03-02T14:05')}, or the link to a message in Slack.`;

/** What was wrong with a text, and the way out. */
export function mistakeText(mistake: Mistake): string {
  switch (mistake.code) {
    case 'empty':
      return help(null);
    case 'tooLong':
      return `That is too long for me: at most ${mistake.limit} ${plural(mistake.limit, { one: 'character', other: 'characters' })}. Nothing was changed.`;
    case 'unknownCommand':
      return `I do not know ${quoted(mistake.word)}. Did you mean ${code(entries[mistake.nearest].usage)}? ${code('help')} lists what I know.`;
    case 'missingTicket':
      return `Which ticket? ${code(entries[mistake.command].usage)}`;
    case 'badTicket':
      return `${quoted(mistake.text)} is no ticket. Tickets look like ${code('PAY-1')}, ${code('4711')} or ${code('owner/repo#12')}. ${code(entries[mistake.command].usage)}`;
    case 'missingUser':
      return `To whom? ${code(`handover ${mistake.ticket} @somebody`)}`;
    case 'missingTime':
      return `Which time? ${times} ${code(entries[mistake.command].usage)}`;
    case 'badTime':
      return `${quoted(mistake.text)} is no time. ${times} ${code(entries[mistake.command].usage)}`;
    case 'missingIncident':
      return `What happened? ${code(entries.incident.usage)}`;
    case 'badEnd':
      return `I cannot read ${quoted(mistake.text)}. Write ${code('for 2h')} or ${code('until 18:00')}.`;
    case 'missingComponent':
      return `Which component? ${code(entries[mistake.command].usage)}`;
    case 'missingReason':
      return `Please say why: ${code(`${mistake.command} ${mistake.subject} <reason>`)}`;
    case 'badComponents':
      return `${quoted(mistake.text)} is no list of components. Write ${code('components:billing,db')}.`;
    case 'unknownOption':
      return `${code(mistake.command)} knows no ${quoted(mistake.option)}${mistake.nearest === null ? '.' : `; did you mean ${code(mistake.nearest)}?`} ${ask(mistake.command)} lists what it takes.`;
    case 'unknownTopic':
      return `I have no command ${quoted(mistake.text)}. Did you mean ${ask(mistake.nearest)}?`;
  }
}
