import type { Client } from '@temporalio/client';
import { isEnd } from '../domain/release/stage.ts';
import { endedKey } from '../histories/ended-row.ts';
import { goneRuns, wentOn } from '../client/closed-runs.ts';
import type { GoneRun } from '../client/closed-runs.ts';
import { inBatches } from '../domain/in-batches.ts';
import { toldRun } from '../histories/told-rows.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import type { Reconcile } from './reconcile-again.ts';

/** How many runs to look up in the log at once. */
const askedAtOnce = 200;
/** How many histories to read at once. */
const readAtOnce = 4;

/**
 * Reconciles the ends of releases: for each that ended without recording it, writes the missing rows and the end into the log. Does not
 * read histories whose end is in the log already.
 */
export function endReconciler(client: Client, log: ReleaseLog): Reconcile {
  const patience = new Patience();
  return async (_, since) => {
    const failures: unknown[] = [];
    for await (const gone of inBatches(goneRuns(client, since), askedAtOnce)) {
      for await (const some of inBatches(await unsettled(log, gone), readAtOnce)) {
        const told = await Promise.allSettled(some.map((run) => tellEnd(client, log, run, patience)));
        failures.push(...told.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : [])));
      }
    }
    // One failure must not keep the others from being recorded.
    if (failures.length > 0) throw failures[0];
  };
}

/** The runs whose end is not in the log, neither as added for them nor as written by themselves. */
async function unsettled(log: ReleaseLog, gone: readonly GoneRun[]): Promise<readonly GoneRun[]> {
  const [logged, themselves] = await Promise.all([
    log.withKeys(gone.map(endedKey)),
    log.endedThemselves(gone.map(({ release }) => release.key)),
  ]);
  const known = new Set(logged.map(({ key }) => key));
  return gone.filter((one) => !known.has(endedKey(one)) && !themselves.has(one.release.key));
}

/**
 * How often to ask a run for rows that it did not hand over. Even if a worker says that it never can (`forGood`) it is asked again: workers
 * may be of another version by now.
 */
const mostTries = { forGood: 3, passing: 20 };

class Patience {
  readonly #tries = new Map<string, number>();

  /** Counts an attempt without an answer. True if the run is not to be asked again. */
  endsFor(runId: string, forGood: boolean): boolean {
    const tries = (this.#tries.get(runId) ?? 0) + 1;
    const ends = tries >= (forGood ? mostTries.forGood : mostTries.passing);
    if (ends) this.#tries.delete(runId);
    else this.#tries.set(runId, tries);
    return ends;
  }
}

async function tellEnd(client: Client, log: ReleaseLog, gone: GoneRun, patience: Patience): Promise<void> {
  // It goes on, and writes what the log lacks itself.
  if (!isEnd(gone.release.stage) && (await wentOn(client, gone))) return;
  const told = await toldRun(client, gone.run);
  if (told === null) return;
  const { rows, end, silence } = told;
  // Giving up means that its last events are missing until somebody verifies the log.
  if (silence !== null && !patience.endsFor(gone.run.runId, silence.forGood))
    throw new Error(`${gone.run.workflowId} ended: ${silence.reason}`);
  await log.record(end === null ? rows : [...rows, end]);
}
