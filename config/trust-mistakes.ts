import { listOf, mappingOf } from './plain.ts';
import type { PlainMistake } from './plain.ts';

/** Components that pipelines are trusted with and that nobody knows. Like `componentMistakes` it reads the file's plain data. */
export function trustMistakes(file: unknown): PlainMistake[] {
  const { trust, components } = mappingOf(file);
  const known = Object.keys(mappingOf(components));
  return Object.entries(mappingOf(trust)).flatMap(([name, one]) =>
    listOf(mappingOf(one)['components']).flatMap((component, index) => {
      if (typeof component !== 'string' || known.includes(component)) return [];
      const message = `there is no component ${JSON.stringify(component)}; known: ${known.sort().join(', ')}`;
      return [{ path: ['trust', name, 'components', index], message }];
    }),
  );
}
