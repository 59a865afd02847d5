import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { configurations, forgetPlaces, introduceConfiguration } from '../client/configurations.ts';
import { isAtWork, workersAtWork } from '../client/workers.ts';
import type { RunningSettings } from '../config/settings-source.ts';
import { containsNothingNew, readReport } from '../domain/configurations.ts';
import type { Reconcile } from './reconcile-again.ts';

type OwnFile = Pick<RunningSettings, 'report'>;

const lookAgainMs = 100;
/** How long Temporal may take to show a file that was introduced. */
const shownWithinMs = 5000;

/**
 * Introduces this worker's file and waits until Temporal shows it. A file takes effect only then: if it were replaced before
 * anybody knew it, the former names that it gave would be forgotten, and with them locks that are held. Throws if Temporal does not show it
 * soon.
 */
export async function introduceFile(client: Client, settings: OwnFile): Promise<void> {
  const deadline = Date.now() + shownWithinMs;
  const { report, isNew } = await introduced(client, settings);
  if (report === null || !isNew) return;
  while (!containsNothingNew(await configurations(client), report)) {
    if (Date.now() > deadline) throw new Error('Temporal does not show the configuration of this worker');
    await sleep(lookAgainMs);
  }
}

/** Introduces the file unless it is known. */
async function introduced(client: Client, settings: OwnFile) {
  const known = await configurations(client);
  // Null also if the path is too long: it would be refused again and again.
  const report = readReport(settings.report);
  const isNew = report !== null && !containsNothingNew(known, report);
  if (isNew) await introduceConfiguration(client, report, known);
  return { known, report, isNew };
}

/** Introduces this worker's file if it is not known yet, and forgets the files whose workers are gone. */
export const configurationReconciler =
  (client: Client, settings: OwnFile): Reconcile =>
  async () => {
    const { known, report } = await introduced(client, settings);
    const others = known.places.map(({ place }) => place).filter((place) => place !== report?.place);
    if (others.length === 0) return;
    const identities = await workersAtWork(client);
    const gone = others.filter((place) => !isAtWork(place, identities));
    if (gone.length > 0) await forgetPlaces(client, gone);
  };
