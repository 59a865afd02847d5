import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the project, seen from its sources as well as from what is compiled, which lies deeper. */
export const projectRoot = withPackage(import.meta.dirname);

/**
 * @param {string} folder
 * @returns {string}
 */
function withPackage(folder) {
  return existsSync(join(folder, 'package.json')) ? folder : withPackage(dirname(folder));
}
