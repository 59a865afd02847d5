/** The recorded histories: a folder for each version that recorded any, and `next` for what is not released. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The recordings of no released version: of new scenarios, and of those that take another path from now on. The others are replayed from
 * the folder of the last version that recorded them.
 */
export const next = 'next';

export interface Recording {
  readonly version: string;
  /** The name of its scenario. */
  readonly name: string;
  readonly path: string;
}

/** The recordings of all versions, sorted by path. */
export async function recordingsIn(folder: string): Promise<readonly Recording[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json') && entry.parentPath !== folder)
    .map(({ parentPath, name }) => ({
      version: parentPath.slice(folder.length + 1),
      name: name.slice(0, -'.json'.length),
      path: join(parentPath, name),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** For each released version, a hash of the names and contents of its recordings. */
export async function hashesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const hashes = new Map<string, ReturnType<typeof createHash>>();
  for (const { version, name, path } of await recordingsIn(folder)) {
    if (version === next) continue;
    const hash = hashes.get(version) ?? createHash('sha256');
    hashes.set(version, hash.update(`${name}\n`).update(await readFile(path)));
  }
  return Object.fromEntries([...hashes].map(([version, hash]) => [version, hash.digest('hex')]));
}

/** The versions in a changelog, newest first: `## 1.2.0, 2027-01-31, 4d5ea7a`. */
export const versionsIn = (changelog: string): readonly { readonly version: string; readonly commit: string }[] =>
  [...changelog.matchAll(/^## (\d+\.\d+\.\d+), \d{4}-\d\d-\d\d, ([0-9a-f]{7,40})$/gm)].map(
    ([, version = '', commit = '']) => ({ version, commit }),
  );
