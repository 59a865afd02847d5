import { isLockCommand, isQuestion } from '../../domain/command/command.ts';
import type { Command, Components } from '../../domain/command/command.ts';
import { criticalOf } from '../../domain/components.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Releases } from '../../client/releases.ts';

/**
 * Whether a command reached its workflow, whether carried out or refused. Releases and
 * locks remember the commands they have seen, including those seen by their predecessors. A
 * command that nobody could carry out was answered as a question. Throws Temporal's errors.
 */
export async function wasTaken(
  command: Command,
  commandId: string,
  settings: Settings,
  releases: Releases,
): Promise<boolean> {
  if (await releases.wasAsked(commandId)) return true;
  if (isQuestion(command)) return false;
  if (!isLockCommand(command)) {
    const ticket = command.type === 'request' ? command.subject.tickets[0] : command.ticket;
    if (ticket === undefined) return releases.wasNumbered(settings.releases.prefix, commandId);
    return (await releases.answerOf(ticket, commandId)) !== null;
  }
  const lock = lockOf(command.components, settings);
  return lock !== null && (await releases.lockAnswerOf(lock, commandId)) !== null;
}

/** A lock that must have received the command if any did; null if it names none. */
function lockOf(named: Components, { components }: Settings): string | null {
  const critical = criticalOf(components);
  return critical.find((name) => named === 'all' || named.includes(name)) ?? null;
}
