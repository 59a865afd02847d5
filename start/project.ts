import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** The environment without the variables of these families: `TEMPORAL` stands for `TEMPORAL_…`. */
export function without(env: NodeJS.ProcessEnv, ...families: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !families.some((family) => name.startsWith(`${family}_`))),
  );
}
