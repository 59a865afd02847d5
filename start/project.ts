export { projectRoot } from '../build/project-root.mjs';

/** The environment without the variables of these families: `TEMPORAL` means `TEMPORAL_…`. */
export function without(env: NodeJS.ProcessEnv, ...families: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !families.some((family) => name.startsWith(`${family}_`))),
  );
}
