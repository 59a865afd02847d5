/** Loaded only if traces are exported. */
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { baggageUtils, setGlobalErrorHandler } from '@opentelemetry/core';
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
import { withTimeout } from '../client/in-time.ts';
import { readSecret } from '../config/secret.ts';
import type { Notice } from '../domain/messages/notice.ts';
import { reasonOf } from '../domain/reason-of.ts';
import { asAnswer, idsOfBeginning } from './command-trace.ts';

/** The hooks by which a process is traced. */
export interface Tracing {
  /** For the process' Temporal clients. */
  readonly client: { readonly workflow: WorkflowClientInterceptor[] };
  /** For a worker, whose workflow bundle must include tracing. */
  readonly worker: {
    readonly activity: ActivityInterceptorsFactory;
    readonly sinks: NonNullable<WorkerOptions['sinks']>;
  };
  /** Flushes the remaining spans. */
  end(): Promise<void>;
}

/** The least time between two warnings that traces cannot be sent, in ms. */
const toldEveryMs = 10 * 60_000;
/** The process ends even if flushing takes longer. */
const flushWithinMs = 2000;

/** Starts tracing the process. OpenTelemetry's variables say where and how spans are sent. */
export function openTracing(process: string, env: NodeJS.ProcessEnv): Tracing {
  const resource = new Resource({
    'service.name': env['OTEL_SERVICE_NAME'] || `dobrobot-${process}`,
    'service.namespace': 'dobrobot',
  });
  const processor = new BatchSpanProcessor(new OTLPTraceExporter({ headers: headersIn(env) }));
  const provider = new BasicTracerProvider({ resource, spanProcessors: [processor], idGenerator: ids() });
  provider.register({ contextManager: new AsyncLocalStorageContextManager().enable() });
  setGlobalErrorHandler(tellNowAndThen());
  return {
    client: { workflow: [commandsAlone()] },
    worker: { activity: activityTraces, sinks: { exporter: makeWorkflowExporter(processor, resource) } },
    end: () => withTimeout(provider.shutdown(), flushWithinMs).catch(() => undefined),
  };
}

const credentials = ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'];

/** The headers that may hold credentials of the collector, which may be in files. Throws `SecretMistake`. */
const headersIn = (env: NodeJS.ProcessEnv): Record<string, string> =>
  baggageUtils.parseKeyPairsIntoRecord(credentials.flatMap((name) => readSecret(name, env) ?? []).join(','));

function ids(): IdGenerator {
  const random = new RandomIdGenerator();
  return {
    generateTraceId: () => idsOfBeginning()?.traceId ?? random.generateTraceId(),
    generateSpanId: () => idsOfBeginning()?.spanId ?? random.generateSpanId(),
  };
}

/** Traces no queries: the page polls locks and releases all the time. */
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

/** Temporal's spans; an attempt to answer commands in Slack is also a span in the trace of each command. */
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

/** The commands that the notices answer. */
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
