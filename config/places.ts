import { readFile } from 'node:fs/promises';
import { readYaml } from './yaml-text.ts';
import type { Path } from './yaml-text.ts';

/** Where something stands in the configuration: `FILE:LINE`. */
export type Places = (path: Path) => string;

/** Of a file that can be read. */
export async function placesIn(file: string): Promise<Places> {
  const yaml = readYaml(await readFile(file, 'utf8'), 'core');
  return (path) => (yaml.ok ? `${file}:${yaml.lineOf(path)}` : file);
}
