import { isQuestion } from './command.ts';
import type { Command } from './command.ts';
import { longestCompared } from './nearest.ts';
import { mistyped, slips } from './slips.ts';

/** Whether a question is about an unknown component. A typo of a known one does not count. */
export function asksOfUnknown(command: Command, components: readonly string[]): boolean {
  if (!isQuestion(command)) return false;
  const isUnknown = (name: string) => !components.some((one) => isNear(name, one));
  if (command.type === 'log')
    return command.subject !== null && command.subject.ticket === null && isUnknown(command.subject.name);
  return 'component' in command && command.component !== null && isUnknown(command.component);
}

const isNear = (typed: string, name: string): boolean =>
  typed === name || (typed.length <= longestCompared && slips(typed, name) <= mistyped(name));
