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
import { look, ok, wrong } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';
import { lookAtHooks } from './hooks.ts';
import { lookAtSlack } from './slack.ts';
import { lookAtTemporal } from './temporal.ts';
import { lookAtTicket } from './ticket.ts';
import { lookAtTrackers } from './trackers.ts';

/** Checks everything that has to be right, with the environment of the worker. Also reads `ticket` unless it is null. Changes nothing. */
export async function examine(env: NodeJS.ProcessEnv, ticket: string | null): Promise<readonly Diagnosis[]> {
  const { file, finding } = await readConfiguration(env);
  const all = await Promise.all([
    ...(file === null ? [] : looksAtSecrets(file, env)),
    look('Temporal', () => lookAtTemporal(file)),
    look('database', () => lookAtDatabase(databaseUrl(env))),
    look('clocks', () => lookAtClocks(databaseUrl(env), env)),
    ...(file === null ? [] : looksElsewhere(file, env, ticket)),
  ]);
  return [finding, ...all.flat()];
}

type Look = Promise<readonly Diagnosis[]>;

const looksAtSecrets = ({ settings }: Configuration, env: NodeJS.ProcessEnv): readonly Look[] => [
  look('secrets', () => Promise.resolve(lookAtSecrets(settings, env))),
  look('hooks', () => Promise.resolve(lookAtHooks(settings, env))),
];

const looksElsewhere = (
  file: Configuration,
  env: NodeJS.ProcessEnv,
  ticket: string | null,
): readonly Look[] => [
  look('Slack', () => lookAtSlack(file, env)),
  look('trackers', () => lookAtTrackers(file.settings, env)),
  look('calendars', () => lookAtCalendars(file.settings, env)),
  ...(ticket === null ? [] : [look('ticket', () => lookAtTicket(ticket, file.settings, env))]),
];

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
