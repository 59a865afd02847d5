import pLimit from 'p-limit';
import { problem } from '../answers/outcome.ts';
import type { Outcome } from '../answers/outcome.ts';
import type { CommandType } from '../domain/command/commands.ts';

/** More of one kind at once overload Temporal, and callers that try again keep it overloaded. */
const atOnce = 50;
/** Whoever waits longer is told so, while they still listen. */
const waitsAtMostMs = 5000;

const busy = problem(503, 'busy', (words) => words.busy);

/** Has a command carried out as soon as there is room; a problem if there is none in time, and then it is not carried out. */
export type CommandLimit = (type: CommandType, carryOut: () => Promise<Outcome>) => Promise<Outcome>;

/**
 * Each kind of command has room of its own: those that wait for a tracker hold up no end of a deployment. `onBusy` hears of each that found
 * none.
 */
export function commandLimit(
  onBusy: (type: CommandType) => void = () => undefined,
  most = { atOnce, waitsAtMostMs },
): CommandLimit {
  const limits = new Map<CommandType, ReturnType<typeof pLimit>>();
  return (type, carryOut) => {
    const limit = limits.get(type) ?? pLimit(most.atOnce);
    limits.set(type, limit);
    return new Promise<Outcome>((resolve, reject) => {
      let isLate = false;
      const patience = setTimeout(() => {
        isLate = true;
        onBusy(type);
        resolve(busy);
      }, most.waitsAtMostMs);
      limit(async () => {
        clearTimeout(patience);
        if (!isLate) resolve(await carryOut());
      }).catch(reject);
    });
  };
}
