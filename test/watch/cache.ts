import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `install.sh` unpacks what Debian has, as in `/`. */
export const root = join(
  process.env['DOBROBOT_WATCH'] ??
    join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dobrobot', 'watch'),
  'root',
);
