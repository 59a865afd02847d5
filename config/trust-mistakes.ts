import { listOf, mappingOf } from './plain.ts';
import type { PlainMistake } from './plain.ts';
import { unknownComponent } from './unknown-component.ts';

/** Reports unknown components in `trust`. Reads the file's plain data, like `componentMistakes`. */
export function trustMistakes(file: unknown): PlainMistake[] {
  const { trust, components } = mappingOf(file);
  const known = new Set(Object.keys(mappingOf(components)));
  return Object.entries(mappingOf(trust)).flatMap(([name, one]) =>
    listOf(mappingOf(one)['components']).flatMap((component, index) =>
      unknownComponent(component, ['trust', name, 'components', index], known),
    ),
  );
}
