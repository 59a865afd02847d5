import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** Absolute path of the folder for embedded data and downloaded binaries, from `DOBROBOT_HOME`. */
export const homeFolder = (env: NodeJS.ProcessEnv): string =>
  resolve(projectRoot, env['DOBROBOT_HOME'] || '.dobrobot');
