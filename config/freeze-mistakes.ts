import { listOf, mappingOf } from './plain.ts';
import type { PlainMistake } from './plain.ts';
import { unknownComponent } from './unknown-component.ts';

/**
 * What is wrong with the components that recurring freezes name. It reads the file's plain data, as `componentMistakes` does.
 */
export function freezeMistakes(file: unknown): PlainMistake[] {
  const components = mappingOf(mappingOf(file)['components']);
  const known = Object.keys(components);
  return listOf(mappingOf(file)['freezes']).flatMap((freeze, index) =>
    listOf(mappingOf(freeze)['components']).flatMap((name, position) => {
      if (typeof name !== 'string') return [];
      const path = ['freezes', index, 'components', position];
      if (!Object.hasOwn(components, name)) return unknownComponent(name, path, known);
      if (mappingOf(components[name])['critical'] === true) return [];
      return [{ path, message: `${name} is not critical: it has no lock, so nothing of it can be frozen` }];
    }),
  );
}
