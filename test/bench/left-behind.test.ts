/** A start that fails halfway leaves nothing behind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { projectRoot } from '../../start/project.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

it.each([
  ['bench/chat.ts', { TEMPORAL_CLI_PATH: '/bin/false' }],
  // The server runs, but refuses to create the tables.
  ['bench/log.ts', { PGOPTIONS: '-c default_transaction_read_only=on' }],
  ['docs/pictures/take.ts', { CHROMIUM_PATH: '/bin/false' }],
])('%s, with something that cannot be started', async (script, broken) => {
  const TMPDIR = await temporaryFolder();
  const options = { cwd: projectRoot, env: { ...process.env, ...broken, TMPDIR }, stdio: 'ignore' } as const;
  const running = spawn(process.execPath, ['--import', 'tsx', script], options);
  expect(await once(running, 'exit')).toEqual([1, null]);
  expect((await readdir(TMPDIR)).filter((name) => name.startsWith('dobrobot-'))).toEqual([]);
});
