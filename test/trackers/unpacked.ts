import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `install.sh` unpacks what Debian has. */
const home =
  process.env['DOBROBOT_TRACKERS'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dobrobot', 'trackers');

/** The folder in which a package is unpacked as in `/`. Throws, with the way out, if it is not there. */
export async function unpacked(name: string): Promise<string> {
  try {
    await access(join(home, `${name}.deb`));
  } catch (cause) {
    const message = `${name} is not there, so it is not tested: \`npm run test:trackers\` brings it`;
    throw new Error(message, { cause });
  }
  return join(home, 'root');
}
