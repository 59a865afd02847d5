import type { Client } from '@temporalio/client';
import { configurations, forgetPlaces, introduceConfiguration } from '../client/configurations.ts';
import { isAtWork, workersAtWork } from '../client/workers.ts';
import type { RunningSettings } from '../config/settings-source.ts';
import { containsNothingNew, readReport } from '../domain/configurations.ts';
import type { Reconcile } from './reconcile-again.ts';

/** Introduces this worker's file if it is not known yet, and forgets the files whose workers are gone. */
export const configurationReconciler =
  (client: Client, settings: Pick<RunningSettings, 'report'>): Reconcile =>
  async () => {
    const known = await configurations(client);
    // Null also if the path is too long: it would be refused again and again.
    const report = readReport(settings.report);
    if (report !== null && !containsNothingNew(known, report))
      await introduceConfiguration(client, report, known);
    const others = known.places.map(({ place }) => place).filter((place) => place !== report?.place);
    if (others.length === 0) return;
    const identities = await workersAtWork(client);
    const gone = others.filter((place) => !isAtWork(place, identities));
    if (gone.length > 0) await forgetPlaces(client, gone);
  };
