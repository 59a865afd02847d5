import pLimit from 'p-limit';
import { problem } from '../answers/outcome.ts';
import type { Outcome } from '../answers/outcome.ts';
import type { CommandType } from '../domain/command/commands.ts';

/** More commands of one kind at once overload Temporal, and retrying callers keep it overloaded. */
const atOnce = 50;
/** A caller that waits longer gets `busy`, while it still listens. */
const waitsAtMostMs = 5000;

const busy = problem(503, 'busy', (words) => words.busy);

/** Carries out a command as soon as there is room. Returns a problem if there is none in time; the command is then not carried out. */
export type CommandLimit = (type: CommandType, carryOut: () => Promise<Outcome>) => Promise<Outcome>;

/**
 * Each kind of command has a limit of its own, so that commands waiting for a tracker do not hold up the end of a deployment. `onBusy` is
 * called for each command that found no room in time.
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
