/** Loaded only where there are traces. */
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { Resource } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, RandomIdGenerator } from '@opentelemetry/sdk-trace-base';
import type { IdGenerator } from '@opentelemetry/sdk-trace-base';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry/lib/client/index.js';
import {
  makeWorkflowExporter,
  OpenTelemetryActivityInboundInterceptor,
  OpenTelemetryActivityOutboundInterceptor,
} from '@temporalio/interceptors-opentelemetry/lib/worker/index.js';
import type {
  ActivityInboundCallsInterceptor,
  ActivityInterceptorsFactory,
  WorkerOptions,
} from '@temporalio/worker';
import { inTime } from '../client/in-time.ts';
import type { Notice } from '../domain/messages/notice.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { asAnswer, idsOfBeginning } from './command-trace.ts';

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

/** A collector that is away is not told of more often, in ms. */
const toldEveryMs = 10 * 60_000;
/** The process ends in spite of that. */
const flushWithinMs = 2000;

/** Begins to trace the process. Where and how spans go, the variables of OpenTelemetry say. */
export function openTracing(process: string, env: NodeJS.ProcessEnv): Tracing {
  const resource = new Resource({
    'service.name': env['OTEL_SERVICE_NAME'] || `dobrobot-${process}`,
    'service.namespace': 'dobrobot',
  });
  const processor = new BatchSpanProcessor(new OTLPTraceExporter());
  const provider = new BasicTracerProvider({ resource, spanProcessors: [processor], idGenerator: ids() });
  provider.register({ contextManager: new AsyncLocalStorageContextManager().enable() });
  setGlobalErrorHandler(tellNowAndThen());
  return {
    client: { workflow: [commandsAlone()] },
    worker: { activity: activityTraces, sinks: { exporter: makeWorkflowExporter(processor, resource) } },
    end: () => inTime(provider.shutdown(), flushWithinMs).catch(() => undefined),
  };
}

function ids(): IdGenerator {
  const random = new RandomIdGenerator();
  return {
    generateTraceId: () => idsOfBeginning()?.traceId ?? random.generateTraceId(),
    generateSpanId: () => idsOfBeginning()?.spanId ?? random.generateSpanId(),
  };
}

/** The page asks locks and releases all the time how they are: of that there are no traces. */
function commandsAlone(): WorkflowClientInterceptor {
  const traced = new OpenTelemetryWorkflowClientInterceptor();
  return {
    startWithDetails: traced.startWithDetails.bind(traced),
    signal: traced.signal.bind(traced),
    signalWithStart: traced.signalWithStart.bind(traced),
    startUpdate: traced.startUpdate.bind(traced),
    startUpdateWithStart: traced.startUpdateWithStart.bind(traced),
  };
}

/** Those of Temporal; and what tells Slack what came of a command is in the trace of that command, too. */
const activityTraces: ActivityInterceptorsFactory = (activity) => {
  const traced = new OpenTelemetryActivityInboundInterceptor(activity);
  const { activityType, attempt } = activity.info;
  const inbound: ActivityInboundCallsInterceptor = {
    execute: (input, next) =>
      traced.execute(input, (given) => {
        if (activityType !== 'deliverNotices') return next(given);
        const told = given.args[0] as readonly Notice[];
        return asAnswer(commandsOf(told), { 'dobrobot.attempt': attempt }, () => next(given));
      }),
  };
  return { inbound, outbound: new OpenTelemetryActivityOutboundInterceptor(activity) };
};

/** The commands of which something is told. */
const commandsOf = (notices: readonly Notice[]): readonly string[] => [
  ...new Set(
    notices.flatMap((notice) => {
      if ('commandId' in notice) return notice.commandId ?? [];
      if (!('event' in notice) || notice.event === null || !('commandId' in notice.event)) return [];
      return notice.event.commandId ?? [];
    }),
  ),
];

function tellNowAndThen(): (error: unknown) => void {
  let toldAt = -Infinity;
  return (error) => {
    if (Date.now() - toldAt < toldEveryMs) return;
    toldAt = Date.now();
    console.warn(`Traces cannot be sent: ${reasonOf(error)}`);
  };
}
