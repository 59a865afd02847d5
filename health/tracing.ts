import { tracesGo } from '../config/health.ts';
import type { Tracing } from './open-tracing.ts';

/** Begins to trace a process if the environment says where traces go, else null. Throws an error that names what is wrong with that. */
export async function tracing(process: string, env: NodeJS.ProcessEnv): Promise<Tracing | null> {
  if (!tracesGo(env)) return null;
  const { openTracing } = await import('./open-tracing.ts');
  return openTracing(process, env);
}
