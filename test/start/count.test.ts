import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { projectRoot } from '../../start/project.ts';

/** Runs `npm test` without npm, on one of the fixtures. */
function runTests(fixture: string) {
  const config = 'test/start/fixtures/vitest.config.ts';
  const { status, stdout } = spawnSync(process.execPath, ['start/test.mjs', '--config', config, fixture], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: { ...process.env, VITEST: undefined },
  });
  const lines = stdout.trimEnd().split('\n');
  return { status, lastLine: lines.at(-1), named: lines.filter((line) => line.startsWith('FAILED ')) };
}

it.each([
  ['passing', '2 passed, 0 failed', 0, []],
  ['failing', '1 passed, 1 failed', 1, ['FAILED test/start/fixtures/failing.fixture.ts > fails']],
  [
    'unloadable',
    '0 passed, 1 failed',
    1,
    ['FAILED test/start/fixtures/unloadable.fixture.ts: This file cannot be loaded.'],
  ],
  ['unhandled', '1 passed, 1 failed', 1, ['FAILED outside of any test: Nobody handles this.']],
  ['hook', '0 passed, 1 failed', 1, ['FAILED test/start/fixtures/hook.fixture.ts: The hook fails.']],
  ['nothing-like-this', '0 passed, 1 failed', 1, []],
])('%s: the last line is "%s", and what failed is named above it', (fixture, lastLine, status, named) => {
  expect(runTests(fixture)).toEqual({ status, lastLine, named });
});
