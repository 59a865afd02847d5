/** Decides whether it is doubtful that a command is meant as it reads. If so, the bot asks. */
import { keysOf } from '../keys-of.ts';
import type { Command, ParseResult } from './command.ts';
import { changes } from './command.ts';
import { commands, lockCommands, releaseCommands } from './commands.ts';
import type { CommandType } from './commands.ts';
import { personNamed } from './person.ts';
import { phraseAt } from './phrase-at.ts';
import { readDuration } from './read-duration.ts';
import { wrong } from './reader.ts';
import type { Context } from './reader.ts';
import { listed } from './said-around-times.ts';
import { isRefusal, withoutRefusals } from './small-talk.ts';
import { isToday, timeAt } from './time-at.ts';
import { vagueTimeAt } from './vague-time.ts';
import { normal, says, wordsIn } from './words.ts';

/** Commands that move something forward. Next to a sign of refusal it is unclear what is meant. */
const bringOn: readonly CommandType[] = [
  'accept',
  'adminHere',
  'depStart',
  'depFinish',
  'hotfix',
  'override',
  'unfreeze',
];
const leaveNote: readonly CommandType[] = keysOf(releaseCommands).filter((type) =>
  ['note', 'optional'].includes(releaseCommands[type].reason),
);
const mayWait: readonly CommandType[] = ['accept', 'adminHere', 'depStart', 'cancel'];

const conditions =
  'if, only if, but only if, unless, when, only when, as soon as, once it, once the, once all, later, but later, если, только если, но только если, когда, только когда, как только, после того, позже, потом, но позже'.split(
    ', ',
  );
const takesBack =
  'failed, not yet, not now, not today, не сегодня, but not yet, but not now, but wait, no wait, wait, or, не сейчас, пока не, но не сейчас, но пока не, подожди, подождите, или, нет подожди'.split(
    ', ',
  );
/** After `here` these make it plain speech: `here is the log`, `here you go`. */
const tells = ['is', 'are', 'was', 'were', 'you', 'we', 'it'];
const denials = ['not', 'no', 'не', 'нет'];

/** Null if it is clear what is meant. */
export function doubtOf(command: Command, context: Context): ParseResult | null {
  const { type } = command;
  const { text } = context;
  const words = wordsIn(text);
  const isRequest = type === 'request' && (context.named || words.length > 1);
  if (!changes(command) || isRequest || type === 'recheck') return null;
  const note = wordsIn(noteOf(command)).filter(says);
  const waits = leaveNote.includes(type) ? waitAt(note, type) : null;
  if (waits !== null) {
    const until = note.slice(0, waits).join(' ');
    return wrong({ code: 'notLater', command: type, text: until, says: saying(command, context, false) });
  }
  const isRefused = bringOn.includes(type) && words.some(isRefusal);
  const isTakenBack =
    ((leaveNote.includes(type) || type === 'incident') && denies(note)) ||
    (type === 'adminHere' && tells.includes(normal(note[0] ?? ''))) ||
    (note.length > 0 && ['or', 'или'].includes(normal(note[0] ?? '')) && isQuestion(text));
  // A reason may itself be a question, as with a refusal.
  const isAsked =
    asksBeforeNote(command, text) ||
    (isQuestion(text) && (note.length === 0 || type in lockCommands || !context.named));
  if (!isRefused && !isTakenBack && !isAsked) return null;
  return wrong({ code: 'unsure', command: type, says: saying(command, context, !isTakenBack) });
}

const isQuestion = (text: string): boolean => /[?？]["'»”’)\s]*$/u.test(text);

/** The free text of a command. */
function noteOf(command: Command): string {
  if (command.type === 'incident') return command.text;
  return 'reason' in command ? (command.reason ?? '') : '';
}

/** `accept? PAY-1`, `accept PAY-1? looks fine`: the question is about the command. */
function asksBeforeNote(command: Command, text: string): boolean {
  return wordsIn(text.slice(0, text.length - noteOf(command).length)).some(isQuestion);
}

const denies = (note: readonly string[]): boolean =>
  phraseAt(note, takesBack) !== undefined || (note.length === 1 && denials.includes(normal(note[0] ?? '')));

/** How many words of a note say when, or on which condition; null if none do. */
function waitAt(note: readonly string[], type: CommandType): number | null {
  if (phraseAt(note, conditions) !== undefined) return note.length;
  const from = ['after', 'not before', 'после', 'не раньше'].find(
    (one) => phraseAt(note, [one]) !== undefined,
  );
  if (type === 'depStart' && from !== undefined) return note.length;
  const rest = note.slice(from?.split(' ').length ?? 0);
  const waits = mayWait.includes(type) && readDuration(note) === null && !isTodayAlone(rest) && isTime(rest);
  return waits ? note.length : null;
}

const isTodayAlone = (words: readonly string[]): boolean => words.length === 1 && isToday(words);

/** Whether the words are nothing but a time, exact or vague: `tomorrow morning`, `at 10`. */
function isTime(words: readonly string[]): boolean {
  if (/^(?:at|by|в|к) \d{1,2}$/.test(words.map(normal).join(' '))) return true;
  const isPart = dayParts.includes(normal(words[1] ?? '')) && words.length === 2;
  const length = timeAt(words) ?? vagueTimeAt(words);
  return length !== null && length + (isPart && length === 1 ? 1 : 0) === words.length;
}
const dayParts = listed('morning, afternoon, evening, night, утром, днем, вечером, ночью');

/** The command in full, without what makes it doubtful. */
function saying(command: Command, { text }: Context, withNote: boolean): string {
  const { word } = commands[command.type];
  const plain = (words: string) =>
    words
      .split(/\s+/)
      .map(withoutRefusals)
      .filter((one) => one !== '');
  const note = 'reason' in command && withNote ? plain(command.reason ?? '') : [];
  const user = 'user' in command && command.user !== null ? [personNamed(command.user)] : [];
  if ('ticket' in command) return [word, command.ticket, ...user, ...note].join(' ');
  return plain(text)
    .join(' ')
    .replace(/(?<![?？])[?？]+["'»”’)\s]*$/u, '')
    .trim();
}
