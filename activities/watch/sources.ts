import type { Settings } from '../../domain/settings.ts';
import type { WatchSource } from '../../domain/watch/check.ts';
import type { Http } from '../../http/http.ts';
import { prometheusSource } from './prometheus.ts';
import { sentrySource } from './sentry.ts';
import type { Source } from './source.ts';
import { zabbixSource } from './zabbix.ts';

/** What reading the sources depends on. */
export interface WatchWorld {
  readonly http: Http;
  readonly env: NodeJS.ProcessEnv;
}

function toSource(source: WatchSource, { http, env }: WatchWorld): Source {
  switch (source.kind) {
    case 'prometheus':
      return prometheusSource(source, http, env);
    case 'zabbix':
      return zabbixSource(source, http, env);
    case 'sentry':
      return sentrySource(source, http, env);
  }
}

/** The configured source of this name; null if the configuration no longer has it. */
export function sourceNamed(name: string, { watch = {} }: Settings, world: WatchWorld): Source | null {
  const source = Object.hasOwn(watch, name) ? watch[name] : undefined;
  return source === undefined ? null : toSource(source, world);
}
