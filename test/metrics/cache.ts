import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `install.sh` and `install-collector.sh` put what they bring. */
export const cache =
  process.env['DOBROBOT_METRICS'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dobrobot', 'metrics');
