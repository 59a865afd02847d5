import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { madeOnce } from '../build/made-once.mjs';
import { projectRoot } from '../build/project-root.mjs';

const page = join(projectRoot, 'web', 'page');

/** The page, and the scripts and styles that it loads, by name. Large scripts are separate, and loaded only when needed. */
const bundled = z.object({ html: z.string(), files: z.record(z.string(), z.string()) });

/** The files that a browser loads. */
export type PageBundle = z.infer<typeof bundled>;

/** The page, built once for each version of its sources. Throws the bundler's errors. */
export const pageBundle = async (): Promise<PageBundle> =>
  bundled.parse(JSON.parse(await readFile(await pageBundleFile(), 'utf8')));

/** The path of the file that holds the built page. */
export const pageBundleFile = (): Promise<string> =>
  madeOnce({ name: 'page.json', sources: ['domain', 'texts', 'web'], make: bundle });

async function bundle(path: string): Promise<void> {
  const { buildSync } = await import('esbuild');
  const { outputFiles } = buildSync({
    entryPoints: [
      { in: join(page, 'main.tsx'), out: 'page' },
      { in: join(page, 'page.css'), out: 'page' },
    ],
    outdir: page,
    bundle: true,
    splitting: true,
    write: false,
    minify: true,
    charset: 'utf8',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  });
  const html = await readFile(join(page, 'index.html'), 'utf8');
  const files = Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path), text]));
  await writeFile(path, JSON.stringify({ html, files }));
}
