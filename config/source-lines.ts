import { readFile } from 'node:fs/promises';
import { readYaml } from './yaml-text.ts';
import type { Path } from './yaml-text.ts';

/** The place of a value in the configuration, as `FILE:LINE`. */
export type SourceLines = (path: Path) => string;

/** Throws if the file cannot be read. */
export async function sourceLinesIn(file: string): Promise<SourceLines> {
  const yaml = readYaml(await readFile(file, 'utf8'), 'core');
  return (path) => (yaml.ok ? `${file}:${yaml.lineOf(path)}` : file);
}
