import { isQuestion } from './command.ts';
import type { Command } from './command.ts';

/** Whether it is a question about a component, and none of these. */
export function asksOfUnknown(command: Command, components: readonly string[]): boolean {
  if (!isQuestion(command)) return false;
  const isUnknown = (name: string) => !components.includes(name);
  if (command.type === 'log')
    return command.subject !== null && command.subject.ticket === null && isUnknown(command.subject.name);
  return 'component' in command && command.component !== null && isUnknown(command.component);
}
