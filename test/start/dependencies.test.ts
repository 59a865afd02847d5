import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { projectRoot } from '../../start/project.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let project: string;

beforeEach(async () => {
  project = await temporaryFolder();
  await mkdir(join(project, 'start'));
  // npm does not create it for a project without dependencies.
  await mkdir(join(project, 'node_modules'));
  await copyFile(join(projectRoot, 'start', 'dependencies.mjs'), join(project, 'start', 'dependencies.mjs'));
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'p', version: '1.0.0' }));
  await lock('1.0.0');
});

function lock(version: string): Promise<void> {
  const packages = { '': { name: 'p', version } };
  return writeFile(
    join(project, 'package-lock.json'),
    JSON.stringify({ name: 'p', version, lockfileVersion: 3, packages }),
  );
}

function ensure() {
  const call = "(await import('./start/dependencies.mjs')).ensureDependencies()";
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', call], {
    cwd: project,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const installs = { status: 0, stdout: 'Installing the dependencies (npm ci) …\n', stderr: '' };
const isSilent = { status: 0, stdout: '', stderr: '' };

it('are installed when missing or changed, and only then', async () => {
  expect(ensure()).toEqual(installs);
  expect(ensure()).toEqual(isSilent);
  await lock('1.0.1');
  expect(ensure()).toEqual(installs);
  await rm(join(project, 'node_modules'), { recursive: true });
  await mkdir(join(project, 'node_modules'));
  expect(ensure()).toEqual(installs);
});

it('that npm cannot install: one line with its reason', async () => {
  await writeFile(
    join(project, 'package.json'),
    JSON.stringify({ name: 'p', version: '1.0.0', dependencies: { a: '1.0.0' } }),
  );
  expect(ensure()).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^npm ci failed: .*in sync.*\n$/) as unknown,
  });
});
