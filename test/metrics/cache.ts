import { homedir } from 'node:os';
import { join } from 'node:path';

/** The cache of `install.sh` and `install-collector.sh`. */
export const cache =
  process.env['DOBROBOT_METRICS'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dobrobot', 'metrics');
