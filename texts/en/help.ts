import type { Mistake } from '../../domain/command/command.ts';
import { commands, commandTypes } from '../../domain/command/commands.ts';
import type { CommandType, ReasonMode } from '../../domain/command/commands.ts';
import type { Role } from '../../domain/command/roles.ts';
import { code, mention } from '../mrkdwn.ts';
import { alsoTyped, quoted } from '../typed-words.ts';
import { plural } from './language.ts';
import { guide } from './guide.ts';
import { welcome } from './welcome.ts';

interface Entry {
  /** The arguments after the command's name, except the reason. */
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
  hotfix: {
    usage: 'TICKET',
    what: 'makes it a hotfix: it goes ahead of those that wait, and keeps its good',
  },
  freeze: {
    usage: 'COMPONENTS|all [for 2h|until [DAY] 18:00 [ZONE]]',
    what: 'nothing new starts on it, what waits keeps its place',
  },
  unfreeze: {
    usage: 'COMPONENTS|all [@user]',
    what: 'lifts your freezes, or those of @user, who is told, or of `service:NAME`',
  },
  unlock: {
    usage: 'COMPONENT',
    what: 'takes the lock from its holder; everyone concerned is told',
  },
  queue: { usage: '[COMPONENT]', what: 'who holds what, and who waits for what' },
  status: { usage: '[TICKET]', what: 'where one release stands' },
  mine: { usage: '', what: 'what waits for you, and your releases' },
  prod: { usage: '[COMPONENT]', what: 'what is on production, and what went there last' },
  who: { usage: '[COMPONENT]', what: 'who holds it, who approves, who is admin, who is on call' },
  log: {
    usage: '[COMPONENT|TICKET] [since 2h|today|DATE]',
    what: 'what happened, newest first',
  },
  blame: {
    usage: 'TIME [COMPONENT]',
    what: 'what was on production at a time or in the 24 hours before, the most likely to matter first: changes, not guilt',
  },
  incident: {
    usage: '[TIME] TEXT',
    what: 'marks an incident, now unless a time is given, and tells everyone of it',
  },
  stats: {
    usage: '[COMPONENT] [30d|week|month]',
    what: 'how many releases, how long they took and waited, how many were rolled back',
  },
  help: { usage: '[COMMAND]', what: 'this' },
};

const reasons: Readonly<Record<ReasonMode, readonly string[]>> = {
  none: [],
  note: ['[NOTE]'],
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
  code(
    [commands[type].word, entries[type].usage, ...reasons[commands[type].reason]].filter(Boolean).join(' '),
  );

const line = (type: CommandType): string =>
  `${[usageOf(type), ...commands[type].russian.map(code)].join(' · ')}: ${entries[type].what}${who[commands[type].who]}`;

const ask = (type: CommandType): string => code(`help ${commands[type].word}`);

export function help(topic: CommandType | 'everything'): string {
  if (topic !== 'everything') return line(topic);
  const lines = commandTypes.map((type) => `• ${line(type)}`);
  return [
    'I bring releases to production one at a time. Mention me, write to me, or use `/dobro`:',
    ...lines,
    `In Russian, too: ${alsoTyped(([english, russian]) => [english, russian])}`,
  ].join('\n');
}

const times = `Times look like ${code('14:05')}, ${code('yesterday 14:05')}, ${code('40m ago')}, ${code('2026-03-02T14:05')}, or the link to a message in Slack.`;

type BadText = Extract<Mistake, { code: 'badText' }>['problem'];

const badText: Readonly<Record<BadText, (limit: number) => string>> = {
  empty: () => 'There is nothing between the quotes.',
  tooLong: (limit) =>
    `The text in quotes is too long: at most ${limit} ${plural(limit, { one: 'character', other: 'characters' })}.`,
  unclosed: () => 'The text in quotes has no end.',
  several: () => 'A release is of one text in quotes.',
  besideTicket: () => 'A release is of tickets or of a text in quotes, not of both.',
};
function meaning({ nearest, says }: Extract<Mistake, { code: 'unknownCommand' }>): string {
  if (nearest === null) return '';
  return `Did you mean ${says === null ? usageOf(nearest) : `${quoted(says)} (${usageOf(nearest)})`}? `;
}

/** What is wrong with a text, and the way out. */
export function mistakeText(mistake: Mistake): string {
  switch (mistake.code) {
    case 'empty':
      return guide({ approver: false, admin: false, component: null });
    case 'tooLong':
      return `That is too long for me: at most ${mistake.limit} ${plural(mistake.limit, { one: 'character', other: 'characters' })}. Nothing was changed.`;
    case 'unknownCommand':
      return `I do not know ${quoted(mistake.word)}. ${meaning(mistake)}${code('help')} lists what I know.`;
    case 'greeting':
      return welcome.text;
    case 'thanks':
      return 'You are welcome.';
    case 'unsure':
      return `I am not sure that this is a command, so nothing was changed. Is it ${quoted(mistake.says)}?`;
    case 'notLater':
      return `I do that at once or not at all, so nothing was changed: I cannot wait for ${quoted(mistake.text)}. Is it ${quoted(mistake.says)}, now?`;
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
      return `I cannot read ${quoted(mistake.text)}. Write ${code('for 2h')}, ${code('until 18:00')} or ${code('until tomorrow 18:00 UTC')} right after the components. Nothing was changed.`;
    case 'badStart':
      return `A freeze begins at once; I cannot begin one ${quoted(mistake.text)}. Say when it ends: ${code('for 2h')}, ${code('until 18:00')} or ${code('until tomorrow 18:00')}. Nothing was changed.`;
    case 'strayComponent':
      return `Is ${quoted(mistake.text)} one of the components, or does the reason begin there? Put ${code('and')} or a comma between components, and begin the reason with another word. Nothing was changed.`;
    case 'notAPerson':
      return `${mention(mistake.user)} cannot take over ${code(mistake.ticket)}: only a person of this workspace can. Nothing was changed.`;
    case 'missingComponent':
      return `Which component? ${usageOf(mistake.command)}`;
    case 'missingReason':
      return `Please say why: ${code(`${commands[mistake.command].word} ${mistake.subject} <reason>`)}`;
    case 'badComponents':
      return `${quoted(mistake.text)} is no list of components. Write ${code('components:billing,db')}.`;
    case 'unknownOption':
      return `${code(commands[mistake.command].word)} knows no ${quoted(mistake.option)}${mistake.nearest === null ? '.' : `; did you mean ${code(mistake.nearest)}?`} ${ask(mistake.command)} lists what it takes.`;
    case 'unknownTopic':
      return `I have no command ${quoted(mistake.text)}. ${mistake.nearest === null ? `${code('help')} lists what I know.` : `Did you mean ${ask(mistake.nearest)}?`}`;
  }
}
