import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { z } from 'zod';
import { madeOnce } from '../config/made-once.ts';

const page = join(import.meta.dirname, 'page');

const bundled = z.object({ html: z.string(), script: z.string(), style: z.string() });

/** What a browser loads. */
export type PageBundle = z.infer<typeof bundled>;

/** The page, made once for each version of its sources. Throws what the bundler has against it. */
export const pageBundle = async (): Promise<PageBundle> =>
  bundled.parse(JSON.parse(await readFile(await pageBundleFile(), 'utf8')));

/** The path of the file that holds the page. */
export const pageBundleFile = (): Promise<string> =>
  madeOnce({ name: 'page.json', sources: ['domain', 'texts', 'web'], make: bundle });

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(page, 'main.tsx'), join(page, 'page.css')],
    outdir: page,
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  });
  const textOf = (name: string) => outputFiles.find(({ path }) => path === join(page, name))?.text;
  const html = await readFile(join(page, 'index.html'), 'utf8');
  return JSON.stringify({ html, script: textOf('main.js'), style: textOf('page.css') });
}
