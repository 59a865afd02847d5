/** The reader of the terminal's output. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../start/project.ts';
import { dobrobot } from './dobrobot.ts';

it('is told which version it is', async () => {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as object & {
    version: string;
  };
  expect(await dobrobot(['--version'], {})).toEqual({ code: 0, out: `${version}\n`, err: '' });
});

it('may have read enough before all is said', async () => {
  const child = spawn(process.execPath, [join(projectRoot, 'cli', 'dobrobot.mjs'), '--help']);
  child.stdout.destroy();
  let said = '';
  child.stderr.on('data', (some: Buffer) => (said += some.toString()));
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(said).toBe('');
});
