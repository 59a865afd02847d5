import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { projectRoot } from '../../start/project.ts';

/** `npm test` without npm, on one of the fixtures. */
function runTests(fixture: string) {
  const config = 'test/start/fixtures/vitest.config.ts';
  const { status, stdout } = spawnSync(process.execPath, ['start/test.mjs', '--config', config, fixture], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: { ...process.env, VITEST: undefined },
  });
  return { status, lastLine: stdout.trimEnd().split('\n').at(-1) };
}

it.each([
  ['passing', '2 passed, 0 failed', 0],
  ['failing', '1 passed, 1 failed', 1],
  ['unloadable', '0 passed, 1 failed', 1],
  ['unhandled', '1 passed, 1 failed', 1],
  ['hook', '0 passed, 1 failed', 1],
  ['nothing-like-this', '0 passed, 1 failed', 1],
])('%s: the last line is "%s"', (fixture, lastLine, status) => {
  expect(runTests(fixture)).toEqual({ status, lastLine });
});
