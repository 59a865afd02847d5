import { mostEach } from '../domain/calendar/calendar-windows.ts';
import { mostWindows } from '../domain/messages/signal-limits.ts';
import { listOf, mappingOf } from './plain.ts';
import type { PlainMistake } from './plain.ts';
import { unknownComponent } from './unknown-component.ts';

/** Reports mistakes in the components that recurring freezes and calendars name. Reads the file's plain data, like `componentMistakes`. */
export function freezeMistakes(file: unknown): PlainMistake[] {
  const { components, freezes, calendars } = mappingOf(file);
  const lists = [
    ...listOf(freezes).map((freeze, index) => ({
      path: ['freezes', index, 'components'],
      names: mappingOf(freeze)['components'],
    })),
    ...listOf(calendars).flatMap((calendar, index) =>
      Object.entries(mappingOf(mappingOf(calendar)['components'])).map(([words, names]) => ({
        path: ['calendars', index, 'components', words],
        names,
      })),
    ),
  ];
  const all = mappingOf(components);
  const known = new Set(Object.keys(all));
  const tooMany = [...known].flatMap((name) => tooManyFreezes(name, listOf(freezes)));
  const wrong = lists.flatMap(({ path, names }) =>
    listOf(names).flatMap((name, position) => {
      const at = [...path, position];
      return typeof name === 'string' && known.has(name)
        ? notFrozen(name, at, all[name])
        : unknownComponent(name, at, known);
    }),
  );
  return [...wrong, ...tooMany];
}

/** Leaves room for the coming events of calendars among what a lock takes. */
const mostFreezes = mostWindows - mostEach;

function tooManyFreezes(name: string, freezes: readonly unknown[]): readonly PlainMistake[] {
  const those = freezes.flatMap((freeze, index) => {
    const { components } = mappingOf(freeze);
    return components === 'all' || listOf(components).includes(name) ? [index] : [];
  });
  const first = those[mostFreezes];
  if (first === undefined) return [];
  const message = `${name} has ${those.length} recurring freezes, and ${mostFreezes} are the most; a calendar may have more`;
  return [{ path: ['freezes', first], message }];
}

function notFrozen(name: string, path: PlainMistake['path'], component: unknown): readonly PlainMistake[] {
  if (mappingOf(component)['critical'] === true) return [];
  return [{ path, message: `${name} is not critical: it has no lock, so nothing of it can be frozen` }];
}
