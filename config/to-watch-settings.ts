import type { Bound, ComponentWatch, WatchCheck, WatchSource } from '../domain/watch/check.ts';
import type { ConfigFile } from './schema.ts';
import type { WrittenCheck } from './watch-schema.ts';

type Written = NonNullable<ConfigFile['components'][string]['watch']>;

/** Every check has the keys that its source needs: `watch-mistakes.ts` makes sure of that. */
export const toComponentWatch = (
  { for: forMs, every, holdLock, checks }: Written,
  sources: Readonly<Record<string, WatchSource>>,
): ComponentWatch => ({
  ...{ forMs, everyMs: every, holdLock },
  checks: checks.flatMap((check) => {
    const kind = sources[check.source]?.kind;
    return kind === undefined ? [] : [toCheck(check, kind)];
  }),
});

function toCheck(check: WrittenCheck, kind: WatchSource['kind']): WatchCheck {
  const { name, source, times, above = null, below = null, worseThanBefore = null } = check;
  const named = { name, source, times };
  const bound: Bound = { above, below, worseThanBefore };
  switch (kind) {
    case 'prometheus':
      return { ...named, kind, query: check.query ?? '', bound };
    case 'zabbix':
      return { ...named, kind, group: check.group ?? '', severity: check.severity ?? 'average' };
    case 'sentry':
      return { ...named, kind, project: check.project ?? '', environment: check.environment ?? null, bound };
  }
}
