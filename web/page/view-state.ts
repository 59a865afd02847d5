import { parseDuration } from '../../domain/command/parse-duration.ts';

export const views = ['queue', 'timeline', 'statistics'] as const;
export type View = (typeof views)[number];

/** A range that follows the clock, or a fixed one. All in ms. */
export type Range =
  | { readonly kind: 'last'; readonly ms: number }
  | { readonly kind: 'between'; readonly from: number; readonly to: number };

/** What is visible. All of it is in the address, so that the same address shows the same. */
export interface ViewState {
  readonly view: View;
  /** Null: the default of the view. */
  readonly range: Range | null;
  /** Empty: all. */
  readonly components: readonly string[];
  readonly words: string;
  /** The moment before which to look for changes, epoch ms. */
  readonly cursor: number | null;
  /** The key of the release whose story is open. */
  readonly story: string | null;
}

const units = [
  ['d', 24 * 3_600_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** Parses the query of an address. Ignores invalid parts, since addresses get mangled. */
export function readViewState(search: string): ViewState {
  const given = new URLSearchParams(search);
  return {
    view: views.find((view) => view === given.get('view')) ?? 'timeline',
    range: readRange(given),
    components: [...new Set(given.getAll('component'))].filter((name) => name !== ''),
    words: given.get('words') ?? '',
    cursor: readInstant(given.get('at')),
    story: given.get('story') || null,
  };
}

/** The query of an address, empty or with its question mark. */
export function searchOf({ view, range, components, words, cursor, story }: ViewState): string {
  const given = new URLSearchParams();
  const set = (name: string, value: string | null) => {
    if (value !== null && value !== '') given.append(name, value);
  };
  set('view', view === 'timeline' ? null : view);
  if (range?.kind === 'last') set('last', durationText(range.ms));
  if (range?.kind === 'between') {
    set('from', instantText(range.from));
    set('to', instantText(range.to));
  }
  for (const name of components) set('component', name);
  set('words', words);
  set('at', cursor === null ? null : instantText(cursor));
  set('story', story);
  const query = given.toString().replaceAll('%3A', ':');
  return query === '' ? '' : `?${query}`;
}

function readRange(given: URLSearchParams): Range | null {
  const ms = parseDuration(given.get('last') ?? '');
  if (ms !== null) return { kind: 'last', ms };
  const from = readInstant(given.get('from'));
  const to = readInstant(given.get('to'));
  return from === null || to === null || from >= to ? null : { kind: 'between', from, to };
}

/** In the form that `parseDuration` reads. */
function durationText(ms: number): string {
  const [letter, unitMs] = units.find(([, unit]) => ms % unit === 0) ?? ['s', 1_000];
  return `${Math.max(1, Math.round(ms / unitMs))}${letter}`;
}

/** ISO 8601 only: `Date.parse` accepts much else. */
function readInstant(text: string | null): number | null {
  if (text === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text))
    return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

const instantText = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
