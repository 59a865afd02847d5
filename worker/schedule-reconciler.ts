import type { Client } from '@temporalio/client';
import { keepSchedule } from '../client/schedules.ts';
import { digestTimes } from '../domain/digest-times.ts';
import { digestKinds } from '../domain/messages/due-digest.ts';
import type { Reconcile } from './reconcile-again.ts';

/** The look after the schedules of what the channel is told regularly: they are what the configuration says. */
export const scheduleReconciler =
  (client: Client): Reconcile =>
  async (settings) => {
    for (const kind of digestKinds) await keepSchedule(client, kind, digestTimes(kind, settings));
  };
