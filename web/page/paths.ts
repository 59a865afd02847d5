import type { Span } from './span.ts';
import type { ViewState } from './view-state.ts';

/** The addresses of the server's routes; see `wire.ts`. */
const path = (name: string, parameters: readonly (readonly [string, string | number])[]): string =>
  `/api/${name}?${new URLSearchParams(parameters.map(([key, value]) => [key, String(value)])).toString()}`;

export const aboutPath = '/api/about';
export const queuePath = '/api/queue';
export const changesPath = '/api/changes';

export const timelinePath = (
  { from, to }: Span,
  { components, words }: Pick<ViewState, 'components' | 'words'>,
): string =>
  path('timeline', [
    ['from', Math.round(from)],
    ['to', Math.round(to)],
    ...components.map((name) => ['component', name] as const),
    ...(words.trim() === '' ? [] : [['words', words] as const]),
  ]);

export const storyPath = (key: string): string => `/api/releases/${encodeURIComponent(key)}`;

export const suspectsPath = (at: number, component: string | null): string =>
  path('suspects', [['at', at], ...(component === null ? [] : [['component', component] as const])]);

export const statisticsPath = ({ from, to }: Span, component: string | null): string =>
  path('statistics', [
    ['since', Math.round(from)],
    ['until', Math.round(to)],
    ...(component === null ? [] : [['component', component] as const]),
  ]);

/** The only chosen component; null for none or several, as requests take at most one. */
export const onlyComponent = ({ components }: Pick<ViewState, 'components'>): string | null =>
  components.length === 1 ? (components[0] ?? null) : null;
