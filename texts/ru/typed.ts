import { commands } from '../../domain/command/commands.ts';
import type { CommandType } from '../../domain/command/commands.ts';
import { code } from '../mrkdwn.ts';

/** A command as Russian texts tell users to type it. */
export const typed = (type: CommandType, ...rest: readonly string[]): string =>
  code([commands[type].russian[0], ...rest].join(' '));
