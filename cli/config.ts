import { resolve } from 'node:path';
import { ConfigError, configPath, loadConfiguration } from '../config/load-settings.ts';
import type { Configuration } from '../config/load-settings.ts';
import { knownConfigurations } from '../doctor/known-configurations.ts';
import type { Configurations } from '../domain/configurations.ts';
import { dataDifferences } from '../domain/differences.ts';
import { iso } from '../domain/iso.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { configurationWords as words } from '../texts/configurations.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';

/** `dobrobot config check`: prints the mistakes in `file`, by default the one that `DOBROBOT_CONFIG` names. */
export async function checkConfig(file: string | undefined, json: boolean): Promise<ExitCode> {
  const path = pathOf(file);
  const read = await readOrTell(path, json);
  if (read === null) return exitCodes.refused;
  if (json) console.log(JSON.stringify({ file: path, version: read.version, mistakes: [] }));
  else console.log(words.right(path, read.version));
  return exitCodes.done;
}

/** `dobrobot config diff`: prints how a file differs from the running configuration. */
export async function diffConfig(file: string | undefined, json: boolean): Promise<ExitCode> {
  const path = pathOf(file);
  const read = await readOrTell(path, json);
  if (read === null) return exitCodes.refused;
  let known: Configurations;
  try {
    known = await knownConfigurations();
  } catch (error) {
    console.error(words.unreachable(reasonOf(error)));
    return exitCodes.notReachable;
  }
  if (json) console.log(JSON.stringify(differing(path, read, known)));
  else tell(read, known);
  return known.running?.version === read.version ? exitCodes.done : exitCodes.refused;
}

const pathOf = (file: string | undefined): string =>
  file === undefined ? configPath(process.env) : resolve(file);

/** Null if the file is invalid; its mistakes have been printed then. */
async function readOrTell(file: string, json: boolean): Promise<Configuration | null> {
  try {
    return await loadConfiguration(file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (json) console.log(JSON.stringify({ file, version: null, mistakes: error.mistakes }));
    else console.error(error.message);
    return null;
  }
}

function differing(file: string, read: Configuration, { running, places }: Configurations) {
  const values = running === null ? null : running.values;
  return {
    file,
    version: read.version,
    running: running && { version: running.version, place: running.place, since: iso(running.at) },
    differences: dataDifferences(values, read.values).map(({ path, before = null, after = null }) => ({
      path,
      running: before,
      file: after,
    })),
    workers: places.map((place) => ({ ...place, since: iso(place.since) })),
  };
}

function tell({ version, values }: Configuration, { running, places }: Configurations): void {
  if (running === null) {
    console.log(words.noneRuns);
    return;
  }
  console.log(words.runs(running));
  if (running.version === version) console.log(words.same);
  else {
    console.log(words.differs(version));
    for (const difference of dataDifferences(running.values, values))
      for (const line of words.difference(difference)) console.log(line);
  }
  for (const place of places) console.log(words.place(place));
}
