import { signs } from '../domain/settings.ts';
import { takesLikePrefixes, takesNumbered } from '../domain/key-pattern.ts';
import { mappingOf } from './plain.ts';
import type { PlainMistake } from './plain.ts';
import { isOneTracker } from './tracker-schema.ts';

interface Tracker {
  readonly path: readonly string[];
  readonly kind: unknown;
  readonly keys: string;
}

/** Reports conflicts between trackers, signs and the rest of the file. Reads the file's plain data, like `componentMistakes`. */
export function ticketMistakes(file: unknown): PlainMistake[] {
  const { tickets, releases, checks, components } = mappingOf(file);
  const trackers = trackersIn(tickets);
  return [
    ...takenPrefix(trackers, mappingOf(releases)),
    ...neverAsked(trackers),
    ...[
      { path: ['checks'], of: checks },
      ...Object.entries(mappingOf(components)).map(([name, component]) => ({
        path: ['components', name, 'checks'],
        of: mappingOf(component)['checks'],
      })),
    ].flatMap(({ path, of }) => withoutRule(path, mappingOf(of), trackers)),
  ];
}

function trackersIn(tickets: unknown): readonly Tracker[] {
  const one = (path: readonly string[], tracker: unknown): Tracker => {
    const { keys, tracker: kind } = mappingOf(tracker);
    return { path, kind: kind ?? 'file', keys: typeof keys === 'string' ? keys : '*' };
  };
  return isOneTracker(tickets)
    ? [one(['tickets'], tickets)]
    : Object.entries(mappingOf(tickets)).map(([name, tracker]) => one(['tickets', name], tracker));
}

/** Whether a tracker takes the keys of releases without a ticket. A pattern that takes any prefix of that length is not meant to. */
function takenPrefix(trackers: readonly Tracker[], releases: Record<string, unknown>): PlainMistake[] {
  const withoutTicket = releases['withoutTicket'] ?? true;
  const prefix = releases['prefix'] ?? 'REL';
  if (withoutTicket !== true || typeof prefix !== 'string') return [];
  const taker = trackers.find(({ keys }) => takesNumbered(prefix, keys) && !takesLikePrefixes(prefix, keys));
  if (taker === undefined) return [];
  const path = 'prefix' in releases ? ['releases', 'prefix'] : [...taker.path, 'keys'];
  const message = `${taker.path.join('.')}.keys ${JSON.stringify(taker.keys)} takes the keys of releases without a ticket, ${prefix}-1 and so on; choose another releases.prefix`;
  return [{ path, message }];
}

/** Trackers that are never asked, since an earlier one takes every key or the same keys. */
function neverAsked(trackers: readonly Tracker[]): PlainMistake[] {
  return trackers.flatMap(({ path, keys }, index) => {
    const before = trackers
      .slice(0, index)
      .find((other) => /^\*+$/.test(other.keys) || other.keys.toUpperCase() === keys.toUpperCase());
    if (before === undefined) return [];
    const takes = /^\*+$/.test(before.keys)
      ? 'takes every key; give that one `keys`, or let it come last'
      : 'takes the same keys';
    return [{ path, message: `is never asked: ${before.path.join('.')} before it ${takes}` }];
  });
}

/**
 * Signs switched on by `true` that have no rule: only the usual signs have
 * presets. A file tracker needs none, since it stores each sign by its name.
 */
function withoutRule(
  path: readonly string[],
  checks: Record<string, unknown>,
  trackers: readonly Tracker[],
): PlainMistake[] {
  const other = trackers.find(({ kind }) => kind !== 'file');
  if (other === undefined) return [];
  return Object.entries(checks).flatMap(([sign, setting]) =>
    setting !== true || signs.some((usual) => usual === sign)
      ? []
      : [
          {
            path: [...path, sign],
            message: 'must be a rule: only the usual signs are known to each tracker',
          },
        ],
  );
}
