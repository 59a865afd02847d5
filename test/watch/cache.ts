import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder into which `install.sh` unpacks Debian's packages, laid out like `/`. */
export const root = join(
  process.env['DOBROBOT_WATCH'] ??
    join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dobrobot', 'watch'),
  'root',
);
