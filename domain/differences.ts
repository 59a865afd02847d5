/** A difference between two pieces of plain data. Undefined: absent. */
export interface DataDifference {
  /** Such as `components.billing.dependsOn[0]`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** All differences, down to single values. Lists are compared position by position. */
export function dataDifferences(before: unknown, after: unknown): readonly DataDifference[] {
  const [old, now] = [new Map(leavesOf(before)), new Map(leavesOf(after))];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => JSON.stringify(old.get(path)) !== JSON.stringify(now.get(path)))
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }));
}

function leavesOf(data: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (typeof data !== 'object' || data === null) return [[path, data]];
  const isList = Array.isArray(data);
  const inside = Object.entries(data).flatMap(([key, value]) =>
    leavesOf(value, isList ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`),
  );
  return inside.length === 0 ? [[path, data]] : inside;
}
