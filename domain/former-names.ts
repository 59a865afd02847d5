/**
 * Former names of components that earlier configurations gave. They count until their locks are empty: if somebody shortened `renamedFrom`
 * while a lock is held under a former name, two releases could go to one component.
 */
import { z } from 'zod';
import type { Renamed } from './components.ts';
import type { Settings } from './settings.ts';

const mostNames = 200;
const mostLaterNames = 100;
const longestName = 200;

const components = z.record(
  z.string(),
  z
    .object({ renamedFrom: z.union([z.string().transform((name) => [name]), z.array(z.string())]) })
    .catch({ renamedFrom: [] }),
);
const configuration = z.object({ components }).catch({ components: {} });

/**
 * The later names by former name, once the configuration `values` (plain data) runs. `before`: the same for the configurations before it.
 * Where a component has its former name back, that is the later one.
 */
export function formerNames(before: Renamed, values: unknown): Renamed {
  const current = new Map(Object.entries(configuration.parse(values).components));
  const links = new Map<string, Set<string>>();
  const link = (old: string, later: string) => links.set(old, (links.get(old) ?? new Set()).add(later));
  for (const [name, { renamedFrom }] of current) for (const old of renamedFrom) link(old, name);
  const renamedNow = new Set(links.keys());
  for (const [old, laterNames] of Object.entries(before)) {
    for (const later of laterNames) {
      if (!current.has(old)) link(old, later);
      else if (!current.has(later) && !renamedNow.has(later)) link(later, old);
    }
  }
  const gone = [...links.keys()].filter((old) => !current.has(old) && old.length <= longestName);
  return Object.fromEntries(
    gone.slice(0, mostNames).map((old) => [old, laterNamesOf(old, links, current).slice(0, mostLaterNames)]),
  );
}

/** Follows the links from a name to components of the running configuration, or to where they end. */
function laterNamesOf(
  old: string,
  links: ReadonlyMap<string, ReadonlySet<string>>,
  current: ReadonlyMap<string, unknown>,
): readonly string[] {
  const reached = new Set([old]);
  const found: string[] = [];
  // Iterating over a set also visits what is added meanwhile.
  for (const name of reached) {
    const next = current.has(name) ? undefined : links.get(name);
    if (next === undefined) found.push(name);
    else for (const later of next) reached.add(later);
  }
  return found;
}

/** Those of these former names that the settings do not give to a component themselves, with the components to which they belong. */
export function namesLeftOut(
  former: Renamed,
  { components: current }: Pick<Settings, 'components'>,
): Renamed {
  return Object.fromEntries(
    Object.entries(former).flatMap(([old, laterNames]) => {
      const lacking = laterNames.filter(
        (name) => Object.hasOwn(current, name) && !renamedFromOf(current[name]).includes(old),
      );
      return Object.hasOwn(current, old) || lacking.length === 0 ? [] : [[old, lacking]];
    }),
  );
}

/** The settings with these former names in force, too. */
export function withNamesKept<Of extends Pick<Settings, 'components' | 'namesKept'>>(
  settings: Of,
  kept: Renamed,
): Of {
  if (Object.keys(kept).length === 0) return settings;
  const namesOf = (name: string) =>
    Object.entries(kept).flatMap(([old, laterNames]) => (laterNames.includes(name) ? [old] : []));
  return {
    ...settings,
    namesKept: Object.keys(kept),
    components: Object.fromEntries(
      Object.entries(settings.components).map(([name, component]) => {
        const names = [...renamedFromOf(component), ...namesOf(name)];
        return [name, names.length === 0 ? component : { ...component, renamedFrom: names }];
      }),
    ),
  };
}

const renamedFromOf = (component: Settings['components'][string] | undefined): readonly string[] =>
  component?.renamedFrom ?? [];
