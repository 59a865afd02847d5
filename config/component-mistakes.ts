import { badName, isName } from './mapping.ts';
import { listOf, mappingOf } from './plain.ts';
import type { PlainMistake } from './plain.ts';
import { unknownComponent } from './unknown-component.ts';

/** What each component depends on, as the file has it. */
type Dependencies = ReadonlyMap<string, readonly unknown[]>;

/**
 * What is wrong with the names of components and with what they depend on. It reads the file's plain data, so that these
 * mistakes are named together with all others; values of the wrong type are left to the schema.
 */
export function componentMistakes(file: unknown): PlainMistake[] {
  const components = Object.entries(mappingOf(mappingOf(file)['components']));
  const dependencies = new Map(
    components.map(([name, component]) => [name, listOf(mappingOf(component)['dependsOn'])]),
  );
  return [
    ...badNames(dependencies),
    ...unknownDependencies(dependencies),
    ...circles(dependencies),
    ...badEarlierNames(components),
  ];
}

/** A part that has been divided may be named by several. */
function badEarlierNames(components: readonly (readonly [string, unknown])[]): PlainMistake[] {
  const known = components.map(([name]) => name);
  return components.flatMap(([name, component]) => {
    const { renamedFrom } = mappingOf(component);
    const isList = Array.isArray(renamedFrom);
    return (isList ? listOf(renamedFrom) : [renamedFrom]).flatMap((old, index): PlainMistake[] => {
      if (typeof old !== 'string') return [];
      const path = ['components', name, 'renamedFrom', ...(isList ? [index] : [])];
      if (old === 'all' || !isName(old)) return [{ path, message: badName }];
      if (!known.includes(old)) return [];
      return [{ path, message: `${old} is a component still; only what is gone can have another name now` }];
    });
  });
}

function badNames(dependencies: Dependencies): PlainMistake[] {
  return [...dependencies.keys()].flatMap((name) => {
    const path = ['components', name];
    if (name === 'all')
      return [{ path, message: 'the name is reserved: `freeze all` means every component' }];
    return isName(name) ? [] : [{ path, message: badName }];
  });
}

function unknownDependencies(dependencies: Dependencies): PlainMistake[] {
  const known = [...dependencies.keys()];
  return [...dependencies].flatMap(([name, list]) =>
    list.flatMap((other, index) => unknownComponent(other, ['components', name, 'dependsOn', index], known)),
  );
}

/** Walks into the depth and reports each dependency that leads back to a component on the way. */
function circles(dependencies: Dependencies): PlainMistake[] {
  const findings: PlainMistake[] = [];
  const done = new Set<string>();
  const walk = (name: string, way: readonly string[]): void => {
    if (done.has(name)) return;
    const wayHere = [...way, name];
    for (const [index, other] of (dependencies.get(name) ?? []).entries()) {
      if (typeof other !== 'string') continue;
      if (!wayHere.includes(other)) walk(other, wayHere);
      else findings.push({ path: ['components', name, 'dependsOn', index], message: circle(other, wayHere) });
    }
    done.add(name);
  };
  for (const name of dependencies.keys()) walk(name, []);
  return findings;
}

function circle(start: string, way: readonly string[]): string {
  if (way.at(-1) === start) return 'a component cannot depend on itself';
  return `the dependencies form a circle: ${[...way.slice(way.indexOf(start)), start].join(' -> ')}`;
}
