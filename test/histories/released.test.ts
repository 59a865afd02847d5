/** Workflows of released versions are open in production: their recordings never change. */
import { execFile } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../start/project.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { hashesIn, recordingsIn, versionsIn } from './versions.ts';

const run = promisify(execFile);
const folder = import.meta.dirname;
const changelog = await readFile(join(projectRoot, 'CHANGELOG.md'), 'utf8');
/** Null for a version without recordings. */
const pinned = JSON.parse(await readFile(join(folder, 'released.json'), 'utf8')) as Record<string, string | null>;
const { version: ours } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as {
  readonly version: string;
};

it('every released version has its recordings as they were', async () => {
  const recorded = Object.entries(pinned).filter(([, hash]) => hash !== null);
  expect(await hashesIn(folder)).toEqual(Object.fromEntries(recorded));
});

const git = async (...args: readonly string[]) => (await run('git', args, { cwd: projectRoot })).stdout.trim();
const isShallow = (await git('rev-parse', '--is-shallow-repository')) === 'true';

// The hashes above can be changed together with the recordings; the commit of the version cannot.
it.skipIf(isShallow).each(
  versionsIn(changelog).filter(({ version }) => typeof pinned[version] === 'string'),
)('$version: its commit has the same recordings', async ({ version, commit }) => {
  const path = `test/histories/${version}`;
  expect(await git('ls-tree', '-r', '--name-only', commit, path)).not.toBe('');
  expect(await git('diff', '--name-status', commit, '--', path)).toBe('');
});

it('every version since 1.0.0 is pinned', () => {
  const versions = [ours, ...versionsIn(changelog).map(({ version }) => version)];
  const lasting = versions.filter((version) => !version.startsWith('0.'));
  expect(Object.keys(pinned)).toEqual(expect.arrayContaining(lasting));
});

it('the package is of the newest version or of a later one', () => {
  const numbers = (text = '') => text.split('.').map(Number);
  const [newest] = versionsIn(changelog);
  const [[major = 0, minor = 0, patch = 0], [a = 0, b = 0, c = 0]] = [
    numbers(ours),
    numbers(newest?.version),
  ];
  expect(major - a || minor - b || patch - c).toBeGreaterThanOrEqual(0);
});

describe('a changed set of recordings is told from the one that was released:', () => {
  it.each([
    ['one is changed', (path: string) => writeFile(path, '{}')],
    ['one is gone', (path: string) => rm(path)],
    ['one has come', (path: string) => cp(path, path.replace('.json', '-2.json'))],
  ])('%s', async (_, change) => {
    const copy = await temporaryFolder();
    for (const { name, path } of (await recordingsIn(folder)).slice(0, 3))
      await cp(path, join(copy, '1.0.0', `${name}.json`));
    const before = await hashesIn(copy);
    expect(Object.keys(before)).toEqual(['1.0.0']);
    const [recording] = await recordingsIn(copy);
    if (recording === undefined) throw new Error('There is no recording.');
    await change(recording.path);
    expect(await hashesIn(copy)).not.toEqual(before);
  });
});
