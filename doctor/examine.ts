import { databaseUrl } from '../config/database.ts';
import { configPath, loadConfiguration } from '../config/load-settings.ts';
import type { Configuration } from '../config/load-settings.ts';
import { missingSecrets } from '../config/secrets.ts';
import { reasonOf } from '../domain/reason-of.ts';
import type { Settings } from '../domain/settings.ts';
import { doctorWords } from '../texts/doctor.ts';
import { missingSecretText } from '../texts/missing-secret.ts';
import { diagnoseCalendars } from './calendars.ts';
import { diagnoseClocks } from './clocks.ts';
import { diagnoseDatabase } from './database.ts';
import { diagnose, diagnoseBySettings, ok, wrong } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';
import { diagnoseHooks } from './hooks.ts';
import { runningConfiguration } from './in-force.ts';
import { diagnoseSlack } from './slack.ts';
import { diagnoseTemporal } from './temporal.ts';
import { diagnoseTicket } from './ticket.ts';
import { diagnoseTrackers } from './trackers.ts';

/**
 * Checks everything that has to be right, with the environment of the worker. Also reads `ticket` unless it is null. Goes by the running
 * configuration if the file cannot be read. Changes nothing.
 */
export async function examine(env: NodeJS.ProcessEnv, ticket: string | null): Promise<readonly Diagnosis[]> {
  const { file, finding } = await readConfiguration(env);
  const known = file ?? (await runningConfiguration(env));
  const all = await Promise.all([
    diagnoseBySettings('secrets', known, ({ settings }) => lookAtSecrets(settings, env)),
    diagnoseBySettings('hooks', known, ({ settings }) => diagnoseHooks(settings, env)),
    diagnose('Temporal', () => diagnoseTemporal(file, known?.settings ?? null)),
    diagnose('database', () => diagnoseDatabase(databaseUrl(env))),
    diagnose('clocks', () => diagnoseClocks(databaseUrl(env), env)),
    diagnose('Slack', () => diagnoseSlack(known, env)),
    diagnoseBySettings('trackers', known, ({ settings }) => diagnoseTrackers(settings, env)),
    diagnoseBySettings('calendars', known, ({ settings }) => diagnoseCalendars(settings, env)),
    ...(ticket === null
      ? []
      : [diagnoseBySettings('ticket', known, ({ settings }) => diagnoseTicket(ticket, settings, env))]),
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
