import type { Client } from '@temporalio/client';
import { keepSchedule } from '../client/schedules.ts';
import { digestTimes } from '../domain/digest-times.ts';
import { digestKinds } from '../domain/messages/due-digest.ts';
import type { Reconcile } from './reconcile-again.ts';

/** Keeps the schedules of digest and report as the configuration says. */
export const scheduleReconciler =
  (client: Client): Reconcile =>
  async (settings) => {
    for (const kind of digestKinds) await keepSchedule(client, kind, digestTimes(kind, settings));
  };
