import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** Absolute path of the folder for embedded data and downloaded binaries. */
export function homeFolder(env: NodeJS.ProcessEnv): string {
  return resolve(projectRoot, env['DOBROBOT_HOME'] || '.dobrobot');
}

/** The environment without the variables of these families: `TEMPORAL` stands for `TEMPORAL_…`. */
export function without(env: NodeJS.ProcessEnv, ...families: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !families.some((family) => name.startsWith(`${family}_`))),
  );
}
