import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { madeOnce } from '../build/made-once.mjs';
import { projectRoot } from '../build/project-root.mjs';

const page = join(projectRoot, 'web', 'page');

/** The page itself, and by their names the scripts and the styles that it loads; what is large comes only when it is needed. */
const bundled = z.object({ html: z.string(), files: z.record(z.string(), z.string()) });

/** What a browser loads. */
export type PageBundle = z.infer<typeof bundled>;

/** The page, made once for each version of its sources. Throws what the bundler has against it. */
export const pageBundle = async (): Promise<PageBundle> =>
  bundled.parse(JSON.parse(await readFile(await pageBundleFile(), 'utf8')));

/** The path of the file that holds the page. */
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
