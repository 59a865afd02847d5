import { badName, isName } from './mapping.ts';
import { listOf, mappingOf } from './plain.ts';
import type { PlainMistake } from './plain.ts';
import { unknownComponent } from './unknown-component.ts';

/** The dependencies of each component, as the file has them. */
type Dependencies = ReadonlyMap<string, readonly unknown[]>;

/**
 * Reports mistakes in the names and dependencies of components. Reads the file's plain data, so that these mistakes are reported together
 * with all others; the schema reports values of the wrong type.
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

/** Several components may name the same earlier one: it has been split. */
function badEarlierNames(components: readonly (readonly [string, unknown])[]): PlainMistake[] {
  const known = new Set(components.map(([name]) => name));
  return components.flatMap(([name, component]) => {
    const { renamedFrom } = mappingOf(component);
    const isList = Array.isArray(renamedFrom);
    return (isList ? listOf(renamedFrom) : [renamedFrom]).flatMap((old, index): PlainMistake[] => {
      if (typeof old !== 'string') return [];
      const path = ['components', name, 'renamedFrom', ...(isList ? [index] : [])];
      if (old === 'all' || !isName(old)) return [{ path, message: badName }];
      if (!known.has(old)) return [];
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
  const known = new Set(dependencies.keys());
  return [...dependencies].flatMap(([name, list]) =>
    list.flatMap((other, index) => unknownComponent(other, ['components', name, 'dependsOn', index], known)),
  );
}

/** A component on the current path, with the dependencies that are still to be visited. */
interface Step {
  readonly name: string;
  readonly left: Iterator<[number, unknown]>;
}

/**
 * Depth-first search that reports each dependency leading back to a component on the current path. Not recursive, since a chain of
 * dependencies may be longer than the call stack.
 */
function circles(dependencies: Dependencies): PlainMistake[] {
  const findings: PlainMistake[] = [];
  const done = new Set<string>();
  for (const start of dependencies.keys()) {
    const way: Step[] = [];
    const onWay = new Set<string>();
    const enter = (name: string) => {
      if (done.has(name)) return;
      way.push({ name, left: (dependencies.get(name) ?? []).entries() });
      onWay.add(name);
    };
    enter(start);
    for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
      const { name } = here;
      const next = here.left.next();
      if (next.done) {
        done.add(name);
        onWay.delete(name);
        way.pop();
        continue;
      }
      const [index, other] = next.value;
      if (typeof other !== 'string') continue;
      if (!onWay.has(other)) enter(other);
      else findings.push({ path: ['components', name, 'dependsOn', index], message: circle(other, onWay) });
    }
  }
  return findings;
}

/** Longer circles are abridged. */
const mostShown = 20;

function circle(start: string, onWay: ReadonlySet<string>): string {
  const way = [...onWay];
  if (way.at(-1) === start) return 'a component cannot depend on itself';
  const names = way.slice(way.indexOf(start));
  const shown =
    names.length > mostShown ? [...names.slice(0, mostShown - 1), '…', ...names.slice(-1)] : names;
  return `the dependencies form a circle: ${[...shown, start].join(' -> ')}`;
}
