import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { madeOnce } from './made-once.mjs';
import { projectRoot } from './project-root.mjs';

/** What processes begin with. */
export const entryPoints = [
  ...['worker/main.ts', 'bot/main.ts', 'serve/main.ts', 'cli/main.ts'],
  ...['start/main.ts', 'start/run-tests.ts', 'worker/build.ts', 'web/build.ts'],
];

/** The folders that these are made of. */
export const sources = [
  ...[
    'activities',
    'answers',
    'api',
    'blocks',
    'bot',
    'build',
    'cli',
    'client',
    'config',
    'doctor',
    'domain',
  ],
  ...[
    'histories',
    'http',
    'log',
    'questions',
    'serve',
    'slack',
    'start',
    'texts',
    'web',
    'worker',
    'workflows',
  ],
];

/**
 * Runs an entry point in this process. A stack shows the lines of its sources.
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

/** The folder with all entry points as JavaScript, compiled once for each version of the sources. */
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
  if (stray !== undefined)
    throw new Error(`${stray}: its folder is missing in the sources of build/compiled.mjs.`);
}
