/** The recorded histories: a folder for each version that recorded any, and `next` for what is not released. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What no released version has recorded: new scenarios, and those that go another way from now on. All others are in the folder of the last version
 * that recorded them, and replayed from there.
 */
export const next = 'next';

export interface Recording {
  readonly version: string;
  /** Of its scenario. */
  readonly name: string;
  readonly path: string;
}

/** Of every version, in the order of their names. */
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

/** What names the recordings of each released version and all that is in them. */
export async function hashesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const hashes = new Map<string, ReturnType<typeof createHash>>();
  for (const { version, name, path } of await recordingsIn(folder)) {
    if (version === next) continue;
    const hash = hashes.get(version) ?? createHash('sha256');
    hashes.set(version, hash.update(`${name}\n`).update(await readFile(path)));
  }
  return Object.fromEntries([...hashes].map(([version, hash]) => [version, hash.digest('hex')]));
}

/** The versions that a changelog names, newest first: `## 1.2.0, 2027-01-31, 4d5ea7a`. */
export const versionsIn = (changelog: string): readonly { readonly version: string; readonly commit: string }[] =>
  [...changelog.matchAll(/^## (\d+\.\d+\.\d+), \d{4}-\d\d-\d\d, ([0-9a-f]{7,40})$/gm)].map(
    ([, version = '', commit = '']) => ({ version, commit }),
  );
