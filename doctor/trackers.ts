import { trackerWorlds } from '../activities/ticket-activities.ts';
import { tryTracker } from '../activities/tickets/try-tracker.ts';
import { missingSecrets } from '../config/secrets.ts';
import type { Settings } from '../domain/settings.ts';
import type { TrackerSettings } from '../domain/trackers.ts';
import { trackerWords } from '../texts/doctor-trackers.ts';
import { ok, unknown, wrong } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';

/** Whether each tracker can be read from here. Leaves out trackers whose secret is missing, which is a finding of its own. */
export async function diagnoseTrackers(
  settings: Settings,
  env: NodeJS.ProcessEnv,
): Promise<readonly Diagnosis[]> {
  const missing = missingSecrets(settings, env).flatMap(({ by }) => (by.kind === 'tracker' ? [by.name] : []));
  const world = trackerWorlds(env)(settings);
  return Promise.all(
    settings.tickets
      .filter(({ name }) => !missing.includes(name))
      .map(async (tracker) => foundOf(tracker, await tryTracker(tracker, world))),
  );
}

function foundOf(
  { name, tracker }: TrackerSettings,
  tried: Awaited<ReturnType<typeof tryTracker>>,
): Diagnosis {
  switch (tried.outcome) {
    case 'taken':
      return ok('trackers', tracker === 'file' ? trackerWords.file(name) : trackerWords.taken(name));
    case 'onlyByTicket':
      return unknown('trackers', trackerWords.onlyByTicket(name));
    case 'unknown':
      return unknown('trackers', trackerWords.silent(name));
    case 'cannotTell':
    case 'badCredentials':
      return wrong('trackers', trackerWords.away(name, tried.reason));
  }
}
