import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The cache into which `install.sh` unpacks Debian's packages, and the other scripts put theirs. */
const home =
  process.env['DOBROBOT_TRACKERS'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dobrobot', 'trackers');

/** The folder with an unpacked package, laid out like `/`. If it is missing, throws an error that says how to get it. */
export async function unpacked(name: string): Promise<string> {
  await there(name, join(home, `${name}.deb`));
  return join(home, 'root');
}

/** The folder of the program that `install-gitea.sh` builds, and of the files it reads. Throws as `unpacked` does. */
export async function builtGitea(): Promise<string> {
  const folder = join(home, 'gitea-v1.26.0');
  await there('Gitea', join(folder, 'gitea'));
  return folder;
}

/** The folder of the emulator that `install-jira.sh` installs. Throws as `unpacked` does. */
export async function emulatorOfJira(): Promise<string> {
  const folder = join(home, 'jira820-0.12.0');
  await there('jira820', join(folder, 'there'));
  return folder;
}

async function there(name: string, path: string): Promise<void> {
  try {
    await access(path);
  } catch (cause) {
    const message = `${name} is not there, so it is not tested: \`npm run test:trackers\` brings it`;
    throw new Error(message, { cause });
  }
}
