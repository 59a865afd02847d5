import type { CommandSignal } from '../../../domain/command/commands.ts';
import { grouped } from './grouped.ts';
import type { Said, Told } from './said.ts';
import type { Post, Row } from './witnesses.ts';

/** The event that a command writes into the log, once, if it is carried out; a question writes none. */
const writtenOf: Readonly<Partial<Record<CommandSignal | 'status', string>>> = {
  request: 'requested',
  accept: 'accepted',
  reject: 'rejected',
  adminHere: 'adminFound',
  depStart: 'started',
  depFinish: 'finished',
  depRollback: 'rolledBack',
  cancel: 'cancelled',
  hotfix: 'madeHotfix',
};
/** These may be carried out without an answer in the channel: the people concerned hear of what follows. */
const silent: readonly string[] = ['request', 'recheck'];

/** The first answer to a command that waits for the checks. */
const saysToWait = /once more; I will tell you the result\.$/;

/**
 * The commands that were lost or done twice. A command answered with "done" has to be in the log once, a refused one not at all.
 * A command in Slack has to get one answer, apart from the word that it takes time.
 */
export function commandsLost(
  told: readonly Told[],
  said: readonly Said[],
  rows: readonly Row[],
  posts: readonly Post[],
): readonly string[] {
  const byCommand = grouped(rows, ({ command_id: id }) => id);
  const answers = grouped(
    posts.filter(({ place }) => place === 'general'),
    ({ thread }) => thread,
  );
  const written = ({ commandId }: Said) => (byCommand.get(commandId) ?? []).map(({ type }) => type);
  const judge = (one: Said, done: boolean): readonly string[] => {
    const wanted = done ? (writtenOf[one.signal] ?? '') : '';
    const found = written(one).join();
    // A recheck with the same result writes nothing.
    const isFine = found === wanted || (one.signal === 'recheck' && found === 'rechecked');
    return isFine ? [] : [`${nameOf(one)}: ${done ? 'done' : 'refused'}, and written is "${found}"`];
  };
  return [
    ...told.flatMap((one) => judge(one, one.done)),
    ...said.flatMap((one) => {
      const words = (answers.get(tsOf(one)) ?? []).map(({ text }) => text);
      const given = words.filter((text) => !saysToWait.test(text));
      const isSilent = words.length === 0 && silent.includes(one.signal);
      const isDone = isSilent ? written(one).length > 0 : words.some((text) => text.startsWith('Done'));
      return [
        ...((given.length === 1 && words.length - given.length <= 1) || isSilent
          ? []
          : [`${nameOf(one)}: ${words.length} answers: ${words.join(' | ')}`]),
        ...judge(one, isDone),
      ];
    }),
  ];
}

const tsOf = ({ commandId }: Said): string => commandId.split(':').at(-1) ?? '';

const nameOf = ({ ticket, signal, actor, via, commandId }: Said): string =>
  `${ticket}: ${signal} by ${actor} (${via}, ${commandId})`;
