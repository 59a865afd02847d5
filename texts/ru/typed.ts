import type { CommandWord } from '../../domain/command/command.ts';
import { russianCommands } from '../../domain/command/vocabulary.ts';
import { code } from '../mrkdwn.ts';

/** A command as Russian texts tell people to type it. */
export const typed = (word: CommandWord, ...rest: readonly string[]): string =>
  code([russianCommands[word][0], ...rest].join(' '));
