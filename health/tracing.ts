import { tracesGo } from '../config/health.ts';
import type { Tracing } from './open-tracing.ts';

/** Starts tracing the process if the environment configures it, else returns null. Throws an error that names what is wrong. */
export async function tracing(process: string, env: NodeJS.ProcessEnv): Promise<Tracing | null> {
  if (!tracesGo(env)) return null;
  const { openTracing } = await import('./open-tracing.ts');
  return openTracing(process, env);
}
