import { isQuestion } from './command.ts';
import type { Command } from './command.ts';
import { longestCompared } from './nearest.ts';
import { mistyped, slips } from './slips.ts';

/** Whether it is a question about a component, and neither one of these nor a slip of the fingers for one. */
export function asksOfUnknown(command: Command, components: readonly string[]): boolean {
  if (!isQuestion(command)) return false;
  const isUnknown = (name: string) => !components.some((one) => isNear(name, one));
  if (command.type === 'log')
    return command.subject !== null && command.subject.ticket === null && isUnknown(command.subject.name);
  return 'component' in command && command.component !== null && isUnknown(command.component);
}

const isNear = (typed: string, name: string): boolean =>
  typed === name || (typed.length <= longestCompared && slips(typed, name) <= mistyped(name));
