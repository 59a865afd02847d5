import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const cache = join(root, 'node_modules', '.cache', 'dobrobot');

/** A file that is made of sources of the project, and of packages, for which the lock file stands. */
export interface Made {
  /** `workflows.js` is kept as `workflows-VERSION.js`. */
  readonly name: string;
  /** Folders of the project. */
  readonly sources: readonly string[];
  readonly make: () => Promise<string>;
}

/**
 * Makes a file once for each version of its sources, and returns its path. Two processes that make it at once both succeed, as it
 * appears whole under its final name.
 */
export async function madeOnce({ name, sources, make }: Made): Promise<string> {
  const ending = extname(name);
  const path = join(cache, `${name.slice(0, -ending.length)}-${await versionOf(sources)}${ending}`);
  try {
    await readFile(path);
  } catch {
    await mkdir(cache, { recursive: true });
    const unfinished = `${path}.${process.pid}`;
    await writeFile(unfinished, await make());
    await rename(unfinished, path);
  }
  return path;
}

async function versionOf(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  const listed = await Promise.all(
    sources.map((folder) => readdir(join(root, folder), { recursive: true, withFileTypes: true })),
  );
  const files = listed.flat().filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  for (const path of [...paths, join(root, 'package-lock.json')]) {
    hash.update(path.slice(root.length)).update(await readFile(path));
  }
  return hash.digest('hex').slice(0, 16);
}
