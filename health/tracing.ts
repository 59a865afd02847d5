import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { ActivityInterceptorsFactory, WorkerOptions } from '@temporalio/worker';
import { tracesGo } from '../config/health.ts';

/** How a process is traced. */
export interface Tracing {
  /** For its clients of Temporal. */
  readonly client: { readonly workflow: WorkflowClientInterceptor[] };
  /** For a worker, whose workflows come from the bundle that is traced. */
  readonly worker: {
    readonly activity: ActivityInterceptorsFactory;
    readonly sinks: NonNullable<WorkerOptions['sinks']>;
  };
  /** Sends what is left. */
  end(): Promise<void>;
}

/** Begins to trace a process if the environment says where traces go, else null. Throws an error that names what is wrong with that. */
export async function tracing(process: string, env: NodeJS.ProcessEnv): Promise<Tracing | null> {
  if (!tracesGo(env)) return null;
  const { openTracing } = await import('./open-tracing.ts');
  return openTracing(process, env);
}
