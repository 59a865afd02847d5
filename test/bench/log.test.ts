/** The benchmark of the log runs with few events and rounds, and leaves nothing behind. */
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { coldMeasurements, measurements } from '../../bench/log-measurements.ts';
import { projectRoot } from '../../start/project.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const run = promisify(execFile);

it('tells how long each question takes', { timeout: 600_000 }, async () => {
  const TMPDIR = await temporaryFolder();
  const options = { cwd: projectRoot, env: { ...process.env, TMPDIR } };
  // Rejects unless the exit code is 0.
  const { stdout } = await run(process.execPath, ['--import', 'tsx', 'bench/log.ts', '3000', '2'], options);
  expect(stdout).toMatch(/^3000 events of \d+ releases, /);
  const figure = String.raw` +\d+\.\d+ \|`;
  const [hot, cold, page] = stdout.split(/\| (?:cold|the page, until it is of use) /);
  const told = [
    ...measurements.map(({ name }) => ({ name, table: hot })),
    ...coldMeasurements.map(({ name }) => ({ name, table: cold })),
    ...['the first view, a day', 'the statistics of 30 days'].map((name) => ({ name, table: page })),
  ];
  for (const { name, table } of told) {
    expect(table).toMatch(new RegExp(String.raw`^\| ${name} +\|${figure.repeat(5)}$`, 'm'));
  }
  expect((await readdir(TMPDIR)).filter((name) => name.startsWith('dobrobot-'))).toEqual([]);
});
