import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { madeOnce } from './made-once.mjs';
import { projectRoot } from './project-root.mjs';
import { rooms } from './rooms.mjs';

/** The folders that the processes are built from. */
export const sources = [...Object.keys(rooms), 'start'];

/** The entry points of the processes. */
export const entryPoints = [
  ...sources.map((room) => `${room}/main.ts`).filter((path) => existsSync(join(projectRoot, path))),
  ...['start/run-tests.ts', 'worker/build.ts', 'web/build.ts'],
];

/**
 * Runs an entry point in this process. Stack traces point into the sources.
 * @param {string} entryPoint `worker/main`
 */
export async function runCompiled(entryPoint) {
  const folder = await compiled().catch((/** @type {unknown} */ error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(join(folder, `${entryPoint}.js`)).href);
}

/** The folder with all entry points as JavaScript, compiled once per version of the sources. */
const compiled = () => madeOnce({ name: 'compiled', sources, make: compile });

async function compile(/** @type {string} */ folder) {
  const { buildSync } = await import('esbuild');
  const { metafile } = buildSync({
    absWorkingDir: projectRoot,
    entryPoints,
    outbase: projectRoot,
    outdir: folder,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'silent',
  });
  const stray = Object.keys(metafile.inputs).find(
    (path) => !sources.some((source) => path.startsWith(`${source}/`)),
  );
  if (stray !== undefined) throw new Error(`${stray}: its folder is missing in build/rooms.mjs.`);
}
