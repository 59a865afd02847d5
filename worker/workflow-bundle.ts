import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';

const root = join(import.meta.dirname, '..');
const cache = join(root, 'node_modules', '.cache', 'dobrobot');
/** What the bundle is made of, besides the packages, which the lock file stands for. */
const sources = ['domain', 'texts', 'workflows'];

/**
 * The workflows as one script, made once for each version of their sources. Returns its path.
 * Two processes that make it at once both succeed, as it appears whole under its final name.
 */
export async function workflowBundle(): Promise<string> {
  const path = join(cache, `workflows-${await versionOfSources()}.js`);
  try {
    await readFile(path);
  } catch {
    await bundleTo(path);
  }
  return path;
}

async function bundleTo(path: string): Promise<void> {
  const silent = () => undefined;
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'workflows', 'index.ts'),
    payloadConverterPath: join(root, 'workflows', 'payload-converter.ts'),
    logger: {
      log: silent,
      trace: silent,
      debug: silent,
      info: silent,
      warn: console.warn,
      error: console.error,
    },
  });
  await mkdir(cache, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, code);
  await rename(unfinished, path);
}

async function versionOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const listed = await Promise.all(sources.map((folder) => readdir(join(root, folder), { recursive: true })));
  const files = sources.flatMap((folder, index) => (listed[index] ?? []).map((file) => join(folder, file)));
  for (const file of [...files.filter((name) => name.endsWith('.ts')).sort(), 'package-lock.json']) {
    hash.update(file).update(await readFile(join(root, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
