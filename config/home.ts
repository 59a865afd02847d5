import { resolve } from 'node:path';
import { projectRoot } from '../build/project-root.mjs';

/** Absolute path of the folder for embedded data and downloaded binaries, from `DOBROBOT_HOME`. */
export const homeFolder = (env: NodeJS.ProcessEnv): string =>
  resolve(projectRoot, env['DOBROBOT_HOME'] || '.dobrobot');
