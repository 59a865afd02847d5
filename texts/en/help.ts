import type { Mistake } from '../../domain/command/command.ts';
import { commands, commandTypes } from '../../domain/command/commands.ts';
import type { CommandType, Reason } from '../../domain/command/commands.ts';
import type { Role } from '../../domain/command/roles.ts';
import { code } from '../mrkdwn.ts';
import { alsoTyped, quoted } from '../typed-words.ts';
import { plural } from './language.ts';

interface Entry {
  /** What follows the command's name, its reason aside. */
  readonly usage: string;
  readonly what: string;
}

const entries: Readonly<Record<CommandType, Entry>> = {
  request: {
    usage: 'TICKET…|WIKI-LINK|"TEXT" [WIKI-LINK] [no_need_admin] [hotfix] [components:a,b]',
    what: 'asks for the good; options in any order',
  },
  recheck: { usage: 'TICKET', what: 'checks the ticket again' },
  accept: { usage: 'TICKET', what: 'gives the good' },
  reject: { usage: 'TICKET', what: 'refuses it' },
  adminHere: { usage: 'TICKET', what: 'says that you are its admin' },
  depStart: { usage: 'TICKET', what: 'it goes to production' },
  depFinish: {
    usage: 'TICKET',
    what: 'it is done, the next one may go',
  },
  depRollback: {
    usage: 'TICKET',
    what: 'it was rolled back, the next one may go',
  },
  cancel: {
    usage: 'TICKET',
    what: 'withdraws it before it starts',
  },
  handover: {
    usage: 'TICKET @user',
    what: 'someone else takes the part of its requester',
  },
  override: {
    usage: 'TICKET',
    what: 'lets it pass a freeze or its checks, never the lock of another one',
  },
  freeze: {
    usage: 'COMPONENT|all [for 2h|until 18:00]',
    what: 'nothing new starts on it, what waits keeps its place',
  },
  unfreeze: {
    usage: 'COMPONENT|all',
    what: 'lifts the freezes by people',
  },
  unlock: {
    usage: 'COMPONENT',
    what: 'takes the lock from its holder; everyone concerned is told',
  },
  queue: { usage: '[COMPONENT]', what: 'who holds what, and who waits for what' },
  status: { usage: 'TICKET', what: 'where one release stands' },
  log: {
    usage: '[COMPONENT|TICKET] [since 2h|DATE]',
    what: 'what happened, newest first',
  },
  blame: {
    usage: 'TIME [COMPONENT]',
    what: 'what was on production at a time or in the 24 hours before, the most likely culprit first',
  },
  incident: { usage: 'TIME TEXT', what: 'marks an incident and tells everyone of it' },
  stats: {
    usage: '[COMPONENT] [30d]',
    what: 'how many releases, how long they took and waited, how many were rolled back',
  },
  help: { usage: '[COMMAND]', what: 'this' },
};

const reasons: Readonly<Record<Reason, readonly string[]>> = {
  none: [],
  optional: ['[REASON]'],
  required: ['REASON'],
};

const who: Readonly<Record<Role, string>> = {
  anyone: '',
  requester: ' (its requester)',
  requesterOrItsAdmin: ' (its requester or its admin)',
  requesterItsAdminOrApprover: ' (its requester, its admin or an approver)',
  requesterOrApprover: ' (its requester or an approver)',
  approver: ' (an approver)',
  admin: ' (an admin)',
  approverOrAdmin: ' (an approver or an admin)',
};

const usageOf = (type: CommandType): string =>
  code([commands[type].word, entries[type].usage, ...reasons[commands[type].reason]].join(' '));

const line = (type: CommandType): string =>
  `${[usageOf(type), ...commands[type].russian.map(code)].join(' · ')}: ${entries[type].what}${who[commands[type].who]}`;

const ask = (type: CommandType): string => code(`help ${commands[type].word}`);

export function help(topic: CommandType | null): string {
  if (topic !== null) return line(topic);
  const lines = commandTypes.map((type) => `• ${line(type)}`);
  return [
    'I bring releases to production one at a time. Mention me, write to me, or use `/dobro`:',
    ...lines,
    `In Russian, too: ${alsoTyped(([english, russian]) => [english, russian])}`,
  ].join('\n');
}

const times = `Times look like ${code('14:05')}, ${code('40m ago')}, ${code('2026-03-02T14:05')}, or the link to a message in Slack.`;

type BadText = Extract<Mistake, { code: 'badText' }>['problem'];

const badText: Readonly<Record<BadText, (limit: number) => string>> = {
  empty: () => 'There is nothing between the quotes.',
  tooLong: (limit) =>
    `The text in quotes is too long: at most ${limit} ${plural(limit, { one: 'character', other: 'characters' })}.`,
  unclosed: () => 'The text in quotes has no end.',
  besideTicket: () => 'A release is of tickets or of a text in quotes, not of both.',
};

/** What was wrong with a text, and the way out. */
export function mistakeText(mistake: Mistake): string {
  switch (mistake.code) {
    case 'empty':
      return help(null);
    case 'tooLong':
      return `That is too long for me: at most ${mistake.limit} ${plural(mistake.limit, { one: 'character', other: 'characters' })}. Nothing was changed.`;
    case 'unknownCommand':
      return `I do not know ${quoted(mistake.word)}. Did you mean ${usageOf(mistake.nearest)}? ${code('help')} lists what I know.`;
    case 'missingTicket':
      return `Which ticket? ${usageOf(mistake.command)}`;
    case 'badTicket':
      return `${quoted(mistake.text)} is no ticket. Tickets look like ${code('PAY-1')}, ${code('4711')} or ${code('owner/repo#12')}. ${usageOf(mistake.command)}`;
    case 'tooManyTickets':
      return `That is more than ${mistake.limit} ${plural(mistake.limit, { one: 'ticket', other: 'tickets' })}, the most that one release can have. Nothing was changed.`;
    case 'badText':
      return `${badText[mistake.problem](mistake.limit)} ${usageOf('request')}`;
    case 'missingUser':
      return `To whom? ${code(`handover ${mistake.ticket} @somebody`)}`;
    case 'missingTime':
      return `Which time? ${times} ${usageOf(mistake.command)}`;
    case 'badTime':
      return `${quoted(mistake.text)} is no time. ${times} ${usageOf(mistake.command)}`;
    case 'missingIncident':
      return `What happened? ${usageOf('incident')}`;
    case 'badEnd':
      return `I cannot read ${quoted(mistake.text)}. Write ${code('for 2h')} or ${code('until 18:00')}.`;
    case 'missingComponent':
      return `Which component? ${usageOf(mistake.command)}`;
    case 'missingReason':
      return `Please say why: ${code(`${commands[mistake.command].word} ${mistake.subject} <reason>`)}`;
    case 'badComponents':
      return `${quoted(mistake.text)} is no list of components. Write ${code('components:billing,db')}.`;
    case 'unknownOption':
      return `${code(commands[mistake.command].word)} knows no ${quoted(mistake.option)}${mistake.nearest === null ? '.' : `; did you mean ${code(mistake.nearest)}?`} ${ask(mistake.command)} lists what it takes.`;
    case 'unknownTopic':
      return `I have no command ${quoted(mistake.text)}. Did you mean ${ask(mistake.nearest)}?`;
  }
}
