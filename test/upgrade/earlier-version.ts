import { execFile } from 'node:child_process';
import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../start/project.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const run = promisify(execFile);

/** Checks a commit out into a new folder, with its packages. Returns the folder. */
export async function earlierVersion(commit: string): Promise<string> {
  const folder = await temporaryFolder();
  const archive = join(folder, 'version.tar');
  await run('git', ['archive', '--output', archive, commit], { cwd: projectRoot });
  await run('tar', ['--extract', '--file', archive, '--directory', folder]);
  if ((await packagesOf(folder)) === (await packagesOf(projectRoot)))
    await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  else await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
  return folder;
}

/** Its lock file, without its own version. */
async function packagesOf(folder: string): Promise<string> {
  const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, object>>;
  };
  return JSON.stringify({ ...lock.packages, '': { ...lock.packages[''], version: null } });
}
