import { listOf, mappingOf } from './plain.ts';
import type { PlainMistake } from './plain.ts';

/** The required and the optional keys of a check, by the kind of its source. */
const keysFor: Readonly<
  Record<string, { readonly needs: readonly string[]; readonly takes: readonly string[] }>
> = {
  prometheus: { needs: ['query'], takes: ['above', 'below', 'worseThanBefore'] },
  zabbix: { needs: ['group'], takes: ['severity'] },
  sentry: { needs: ['project'], takes: ['environment', 'above'] },
};
const allKeys = [...new Set(Object.values(keysFor).flatMap(({ needs, takes }) => [...needs, ...takes]))];

type Path = PlainMistake['path'];

/** Reports conflicts of checks with their sources and with each other. Reads the file's plain data, like `componentMistakes`. */
export function watchMistakes(file: unknown): PlainMistake[] {
  const { watch, components } = mappingOf(file);
  const sources = mappingOf(watch);
  return Object.entries(mappingOf(components)).flatMap(([component, settings]) => {
    const { checks } = mappingOf(mappingOf(settings)['watch']);
    return listOf(checks).flatMap((check, index, all) => {
      const path = ['components', component, 'watch', 'checks', index];
      return [
        ...mistakesIn(mappingOf(check), path, sources),
        ...namedTwice(mappingOf(check), all.slice(0, index), path),
      ];
    });
  });
}

function mistakesIn(
  check: Record<string, unknown>,
  path: Path,
  sources: Record<string, unknown>,
): readonly PlainMistake[] {
  const { source } = check;
  if (typeof source !== 'string') return [];
  if (!Object.hasOwn(sources, source)) {
    const known = Object.keys(sources).sort().join(', ') || 'none';
    return [
      {
        path: [...path, 'source'],
        message: `there is no source ${JSON.stringify(source)} in watch; known: ${known}`,
      },
    ];
  }
  const { kind } = mappingOf(sources[source]);
  const keys = typeof kind === 'string' && Object.hasOwn(keysFor, kind) ? keysFor[kind] : undefined;
  if (keys === undefined) return [];
  const has = (key: string) => check[key] != null;
  const strange = allKeys.filter((key) => has(key) && ![...keys.needs, ...keys.takes].includes(key));
  return [
    ...keys.needs.filter((key) => !has(key)).map((key) => ({ path: [...path, key], message: 'is missing' })),
    ...strange.map((key) => ({
      path: [...path, key],
      message: `is nothing that a check of ${String(kind)} takes; it takes ${[...keys.needs, ...keys.takes].join(', ')}`,
    })),
    ...(kind === 'prometheus' ? limitMistakes(has, path) : []),
  ];
}

function limitMistakes(has: (key: string) => boolean, path: Path): readonly PlainMistake[] {
  const above = has('above') || has('worseThanBefore');
  if (above && has('below')) {
    return [{ path: [...path, 'below'], message: 'stands beside another limit; it has to stand alone' }];
  }
  return above || has('below')
    ? []
    : [{ path, message: 'says nothing of when it is bad: above, below or worseThanBefore' }];
}

function namedTwice(
  { name }: Record<string, unknown>,
  before: readonly unknown[],
  path: Path,
): readonly PlainMistake[] {
  return typeof name === 'string' && before.some((other) => mappingOf(other)['name'] === name)
    ? [{ path: [...path, 'name'], message: 'is the name of another check of this component already' }]
    : [];
}
