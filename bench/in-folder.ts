import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { livingChildren } from '../start/child.ts';
import { interruption } from '../start/interruption.ts';

/** Runs a benchmark in a temporary folder. Removes it and kills all child processes at the end, also when interrupted. */
export async function inFolder(bench: (folder: string) => Promise<void>): Promise<never> {
  const folder = await mkdtemp(join(tmpdir(), 'dobrobot-bench-'));
  try {
    await Promise.race([interruption(), bench(folder)]);
  } finally {
    await Promise.all(livingChildren().map((child) => child.kill()));
    await rm(folder, { recursive: true, force: true });
  }
  process.exit(0);
}
