import { listOf, mappingOf } from './plain.ts';
import type { PlainMistake } from './plain.ts';
import { unknownComponent } from './unknown-component.ts';

/**
 * What is wrong with the components that recurring freezes and calendars name. It reads the file's plain data, as `componentMistakes` does.
 */
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
  return lists.flatMap(({ path, names }) =>
    listOf(names).flatMap((name, position) => notFrozen(name, [...path, position], mappingOf(components))),
  );
}

function notFrozen(
  name: unknown,
  path: PlainMistake['path'],
  components: Readonly<Record<string, unknown>>,
): readonly PlainMistake[] {
  if (typeof name !== 'string') return [];
  if (!Object.hasOwn(components, name)) return unknownComponent(name, path, Object.keys(components));
  if (mappingOf(components[name])['critical'] === true) return [];
  return [{ path, message: `${name} is not critical: it has no lock, so nothing of it can be frozen` }];
}
