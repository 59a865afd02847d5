import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The root of the project: the closest parent with a package.json, both for sources and for compiled files, which lie deeper. */
export const projectRoot = withPackage(import.meta.dirname);

/**
 * @param {string} folder
 * @returns {string}
 */
function withPackage(folder) {
  return existsSync(join(folder, 'package.json')) ? folder : withPackage(dirname(folder));
}
