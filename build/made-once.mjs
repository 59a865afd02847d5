import { createHash, randomUUID } from 'node:crypto';
import { constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { projectRoot } from './project-root.mjs';

const dist = join(projectRoot, 'dist');

/**
 * A file or folder built from sources of the project, and from packages at the versions in the lock file.
 * @typedef {object} Made
 * @property {string} name `workflows.js` is kept as `workflows-VERSION.js`.
 * @property {readonly string[]} sources Folders of the project.
 * @property {(path: string) => Promise<void>} make Writes it to this path.
 */

/**
 * Builds something once per version of its sources and returns its path. Safe if several processes build it at once, since it appears whole
 * under its final name. Without the sources, as in an image, returns what `npm run build` made.
 * @param {Made} made
 * @returns {Promise<string>}
 */
export async function madeOnce({ name, sources, make }) {
  const version = versionOf(sources);
  if (version === null) return builtBefore(name);
  const { name: stem, ext } = parse(name);
  const path = join(dist, `${stem}-${version}${ext}`);
  if (existsSync(path)) return path;
  await ensureWritable();
  const unfinished = `${path}.${randomUUID()}`;
  try {
    await make(unfinished);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // A rename cannot replace a folder that another process has put there meanwhile.
    if (!existsSync(path)) throw error;
  }
  return path;
}

/** A hash over the sources and the lock file; null if a folder is missing. */
function versionOf(/** @type {readonly string[]} */ sources) {
  const folders = sources.map((source) => join(projectRoot, source));
  if (!folders.every((folder) => existsSync(folder))) return null;
  const files = folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  const hash = createHash('sha256');
  for (const file of [...files, join(projectRoot, 'package-lock.json')])
    hash.update(file.slice(projectRoot.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function builtBefore(/** @type {string} */ name) {
  const { name: stem, ext } = parse(name);
  const pattern = new RegExp(`^${stem}-[0-9a-f]{16}${ext}$`);
  const built = existsSync(dist) ? readdirSync(dist).find((file) => pattern.test(file)) : undefined;
  if (built === undefined)
    throw new Error(
      `${name}: neither its sources nor what "npm run build" makes of them are in ${projectRoot}.`,
    );
  return join(dist, built);
}

async function ensureWritable() {
  try {
    await mkdir(dist, { recursive: true });
    await access(dist, constants.W_OK);
  } catch (cause) {
    throw new Error(`Cannot write to ${dist}. Run "npm run build" before that folder is made read-only.`, {
      cause,
    });
  }
}
