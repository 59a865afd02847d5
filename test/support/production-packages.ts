import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../start/project.ts';

const names = z.record(z.string(), z.string()).default({});
const locked = z.object({
  license: z.string().optional(),
  integrity: z.string().optional(),
  dev: z.boolean().default(false),
  /** Not needed on every machine, for example a compiler for another platform. */
  optional: z.boolean().default(false),
  dependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().default(false) })).default({}),
});
export type Locked = z.infer<typeof locked>;

const packages = z
  .object({ packages: z.record(z.string(), locked) })
  .parse(JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'))).packages;

/** What `npm ci --omit=dev` may install, by its path in the project. */
export const inProduction: readonly (readonly [path: string, Locked])[] = Object.entries(packages).filter(
  ([path, { dev }]) => path !== '' && !dev,
);

/** The part that every machine gets. */
export const required = inProduction.filter(([, { optional }]) => !optional);

/** The names in `dependencies` of `package.json`. */
export const direct: readonly string[] = Object.keys(packages['']?.dependencies ?? {});

/** The paths of everything that these packages bring, including themselves, where Node finds each. */
export function broughtBy(dependencies: readonly string[]): ReadonlySet<string> {
  const brought = new Set<string>();
  const open = dependencies.flatMap((name) => found('', name) ?? []);
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (brought.has(path)) continue;
    brought.add(path);
    open.push(...needsOf(path));
  }
  return brought;
}

function needsOf(path: string): readonly string[] {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } =
    packages[path] ?? locked.parse({});
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  const all = [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
  return all.flatMap((name) => found(path, name) ?? []);
}

/** Looks in the folder of the dependent package, then in those above. */
function found(from: string, name: string): string | null {
  const path = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (path in packages) return path;
  if (from === '') return null;
  return found(from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1)), name);
}
