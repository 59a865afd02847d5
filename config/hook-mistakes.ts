import { listOf, mappingOf } from './plain.ts';
import type { PlainMistake } from './plain.ts';
import { unknownComponent } from './unknown-component.ts';

/** Reports names in hooks that are not components. Reads the file's plain data, like `componentMistakes`. */
export function hookMistakes(file: unknown): PlainMistake[] {
  const { hooks, components } = mappingOf(file);
  const known = new Set(Object.keys(mappingOf(components)));
  const wrong = (path: PlainMistake['path'], name: unknown) => unknownComponent(name, path, known);
  return Object.entries(mappingOf(hooks)).flatMap(([hook, settings]) => {
    const { components: own, environments, names } = mappingOf(settings);
    const path = ['hooks', hook];
    return [
      ...listOf(own).flatMap((name, index) => wrong([...path, 'components', index], name)),
      ...Object.entries(mappingOf(environments)).flatMap(([environment, list]) =>
        listOf(list).flatMap((name, index) => wrong([...path, 'environments', environment, index], name)),
      ),
      ...Object.entries(mappingOf(names)).flatMap(([said, name]) => wrong([...path, 'names', said], name)),
    ];
  });
}
