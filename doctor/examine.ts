import { databaseUrl } from '../config/database.ts';
import { configPath, loadConfiguration } from '../config/load-settings.ts';
import type { Configuration } from '../config/load-settings.ts';
import { missingSecrets } from '../config/secrets.ts';
import { reasonOf } from '../domain/reason-of.ts';
import type { Settings } from '../domain/settings.ts';
import { doctorWords } from '../texts/doctor.ts';
import { missingSecretText } from '../texts/missing-secret.ts';
import { lookAtCalendars } from './calendars.ts';
import { lookAtClocks } from './clocks.ts';
import { lookAtDatabase } from './database.ts';
import { bySettings, look, ok, wrong } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';
import { lookAtHooks } from './hooks.ts';
import { runningConfiguration } from './in-force.ts';
import { lookAtSlack } from './slack.ts';
import { lookAtTemporal } from './temporal.ts';
import { lookAtTicket } from './ticket.ts';
import { lookAtTrackers } from './trackers.ts';

/**
 * Checks everything that has to be right, with the environment of the worker. Also reads `ticket` unless it is null. Goes by the running
 * configuration if the file cannot be read. Changes nothing.
 */
export async function examine(env: NodeJS.ProcessEnv, ticket: string | null): Promise<readonly Diagnosis[]> {
  const { file, finding } = await readConfiguration(env);
  const known = file ?? (await runningConfiguration(env));
  const all = await Promise.all([
    look('secrets', () => bySettings('secrets', known, ({ settings }) => lookAtSecrets(settings, env))),
    look('hooks', () => bySettings('hooks', known, ({ settings }) => lookAtHooks(settings, env))),
    look('Temporal', () => lookAtTemporal(file, known?.settings ?? null)),
    look('database', () => lookAtDatabase(databaseUrl(env))),
    look('clocks', () => lookAtClocks(databaseUrl(env), env)),
    look('Slack', () => lookAtSlack(known, env)),
    look('trackers', () => bySettings('trackers', known, ({ settings }) => lookAtTrackers(settings, env))),
    look('calendars', () => bySettings('calendars', known, ({ settings }) => lookAtCalendars(settings, env))),
    ...(ticket === null
      ? []
      : [
          look('ticket', () =>
            bySettings('ticket', known, ({ settings }) => lookAtTicket(ticket, settings, env)),
          ),
        ]),
  ]);
  return [finding, ...all.flat()];
}

async function readConfiguration(
  env: NodeJS.ProcessEnv,
): Promise<{ readonly file: Configuration | null; readonly finding: Diagnosis }> {
  const path = configPath(env);
  try {
    const file = await loadConfiguration(path);
    return { file, finding: ok('configuration', doctorWords.configuration(path, file.version)) };
  } catch (error) {
    return { file: null, finding: wrong('configuration', reasonOf(error)) };
  }
}

function lookAtSecrets(settings: Settings, env: NodeJS.ProcessEnv): readonly Diagnosis[] {
  const missing = missingSecrets(settings, env);
  return missing.length === 0
    ? [ok('secrets', doctorWords.secrets)]
    : missing.map((secret) => wrong('secrets', missingSecretText(secret)));
}
