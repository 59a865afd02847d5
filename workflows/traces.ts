import '@temporalio/interceptors-opentelemetry/lib/workflow/runtime.js';
import { context, trace } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { IdGenerator } from '@opentelemetry/sdk-trace-base';
import {
  extractContextFromHeaders,
  headersWithContext,
} from '@temporalio/interceptors-opentelemetry/lib/instrumentation.js';
import { ContextManager } from '@temporalio/interceptors-opentelemetry/lib/workflow/context-manager.js';
import { SpanExporter } from '@temporalio/interceptors-opentelemetry/lib/workflow/span-exporter.js';
import { workflowInfo } from '@temporalio/workflow';
import type { Headers, WorkflowInterceptorsFactory } from '@temporalio/workflow';

interface WithHeaders {
  readonly headers: Headers;
}

/**
 * Traces of workflows, in the bundle of a worker that is traced. Temporal's package exports and propagates them. Its own interceptors would
 * break releases that are open when tracing is switched on: they delay what is awaited, and take random numbers from the workflow.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  const contextManager = new ContextManager();
  const provider = new BasicTracerProvider({
    idGenerator: ids(),
    spanProcessors: [new SimpleSpanProcessor(new SpanExporter())],
  });
  provider.register({ contextManager });
  const tracer = provider.getTracer('dobrobot');

  /** Runs `act` within a span, as a child of what these headers name. Returns what `act` returns, unchanged. */
  const within = <T>(name: string, { headers }: WithHeaders, act: () => T): T => {
    const from = parentIn(headers) ?? context.active();
    const span = tracer.startSpan(name, {}, from);
    const done = context.with(trace.setSpan(from, span), act);
    const end = () => {
      span.end();
    };
    if (done instanceof Promise) done.then(end, end);
    else end();
    return done;
  };
  /** Passes a span on in the headers, as the parent of what follows elsewhere. */
  const passedOn = <Input extends WithHeaders>(name: string, input: Input): Input => {
    const span = tracer.startSpan(name);
    const inSpan = trace.setSpan(context.active(), span);
    span.end();
    return { ...input, headers: context.with(inSpan, () => headersWithContext(input.headers)) };
  };
  return {
    inbound: [
      {
        execute: (input, next) =>
          within(`RunWorkflow:${workflowInfo().workflowType}`, input, () => next(input)),
        handleSignal: (input, next) => within(`HandleSignal:${input.signalName}`, input, () => next(input)),
        handleUpdate: (input, next) => within(`HandleUpdate:${input.name}`, input, () => next(input)),
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next(passedOn(`StartActivity:${input.activityType}`, input)),
        scheduleLocalActivity: (input, next) => next(passedOn(`StartActivity:${input.activityType}`, input)),
        startChildWorkflowExecution: (input, next) =>
          next(passedOn(`StartChildWorkflow:${input.workflowType}`, input)),
        continueAsNew: (input, next) => next(passedOn('ContinueAsNew', input)),
        signalWorkflow: (input, next) => next(passedOn(`SignalWorkflow:${input.signalName}`, input)),
      },
    ],
    internals: [
      {
        dispose: (input, next) => {
          contextManager.disable();
          next(input);
        },
      },
    ],
  };
};

/** The span that headers name; none if they cannot be read, as anybody may send them. */
function parentIn(headers: WithHeaders['headers']): Context | undefined {
  try {
    return extractContextFromHeaders(headers);
  } catch {
    return undefined;
  }
}

/** From the golden ratio: consecutive IDs are far apart. */
const step = 0x9e37_79b9_7f4a_7c15n;

/** Derived from the run, so that no random number of the workflow is taken. */
function ids(): IdGenerator {
  let made = 0n;
  const next = () => {
    made += 1n;
    const run = BigInt(`0x${workflowInfo().runId.replaceAll('-', '').slice(0, 16)}`);
    return BigInt.asUintN(64, run + made * step)
      .toString(16)
      .padStart(16, '0');
  };
  return { generateSpanId: next, generateTraceId: () => next() + next() };
}
