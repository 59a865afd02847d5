import type { Client } from '@temporalio/client';
import { isEnd } from '../domain/release/stage.ts';
import { endedKey } from '../histories/ended-row.ts';
import { goneRuns, wentOn } from '../client/closed-runs.ts';
import type { GoneRun } from '../client/closed-runs.ts';
import { inBatches } from '../domain/in-batches.ts';
import { toldRun } from '../histories/told-rows.ts';
import type { ReleaseLog } from '../log/release-log.ts';
import type { Reconcile } from './reconcile-again.ts';

/** How many the log is asked about at once. */
const askedAtOnce = 200;
/** How many histories are read at once. */
const readAtOnce = 4;

/**
 * The look after the ends of releases: of each that ended without a word, the log gets what it lacks and how it ended. Histories
 * of which the log has the end already are not read.
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
    // One that cannot be told of must not keep the others from being told of.
    if (failures.length > 0) throw failures[0];
  };
}

/** Those of whose end the log does not know: neither that Temporal put one to them, nor that they told one themselves. */
async function unsettled(log: ReleaseLog, gone: readonly GoneRun[]): Promise<readonly GoneRun[]> {
  const [logged, themselves] = await Promise.all([
    log.withKeys(gone.map(endedKey)),
    log.endedThemselves(gone.map(({ release }) => release.key)),
  ]);
  const known = new Set(logged.map(({ key }) => key));
  return gone.filter((one) => !known.has(endedKey(one)) && !themselves.has(one.release.key));
}

/** How often a run is asked for what it did not hand over, whether or not Temporal says that it never can: workers may be of another version now. */
const mostTries = { forGood: 3, passing: 20 };

class Patience {
  readonly #tries = new Map<string, number>();

  /** Whether a run that did not answer is not asked any more. */
  endsFor(runId: string, forGood: boolean): boolean {
    const tries = (this.#tries.get(runId) ?? 0) + 1;
    const ends = tries >= (forGood ? mostTries.forGood : mostTries.passing);
    if (ends) this.#tries.delete(runId);
    else this.#tries.set(runId, tries);
    return ends;
  }
}

async function tellEnd(client: Client, log: ReleaseLog, gone: GoneRun, patience: Patience): Promise<void> {
  // It writes itself what the log lacks.
  if (!isEnd(gone.release.stage) && (await wentOn(client, gone))) return;
  const told = await toldRun(client, gone.run);
  if (told === null) return;
  const { rows, end, silence } = told;
  // Its last events would be missing until somebody verifies the log.
  if (silence !== null && !patience.endsFor(gone.run.runId, silence.forGood))
    throw new Error(`${gone.run.workflowId} ended: ${silence.reason}`);
  await log.record(end === null ? rows : [...rows, end]);
}
