import type { ReleaseCommand } from '../domain/messages/payload.ts';
import { applyCommand, ruledOtherwiseIn11 } from '../domain/release/commands.ts';
import type { CommandOutcome, Roles } from '../domain/release/commands.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { marked } from './marked.ts';

/** Applies a command, by the rules of 1.1 if the history was written by them: then it has no patch marker. */
export function applied(
  state: ReleaseState,
  command: ReleaseCommand,
  roles: Roles,
  now: number,
  looked: boolean,
): CommandOutcome {
  const today = applyCommand(state, command, roles, now, looked);
  if (!ruledOtherwiseIn11.includes(command.signal)) return today;
  const earlier = applyCommand(state, command, roles, now, looked, '1.1');
  return marked('ruled-as-today', today, earlier);
}
