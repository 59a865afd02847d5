import { createHash } from 'node:crypto';
import { context, SpanKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import type { Attributes, Span } from '@opentelemetry/api';

/** The trace of a command and its first span. */
interface Ids {
  readonly traceId: string;
  readonly spanId: string;
}

/** Derived from the command ID, so that the process that answers it, perhaps days later, finds its trace. */
export function idsOf(commandId: string): Ids {
  const hash = createHash('sha256').update(commandId).digest('hex');
  return { traceId: hash.slice(0, 32), spanId: hash.slice(32, 48) };
}

let beginning: Ids | null = null;

/** The IDs that the span being started must have; null: any. For the ID generator. */
export const idsOfBeginning = (): Ids | null => beginning;

const tracer = () => trace.getTracer('dobrobot');

/** Runs the handling of a command as the first span of its trace. Without tracing, just runs it. */
export async function asFirstSpan<T>(
  commandId: string,
  attributes: Attributes,
  act: () => Promise<T>,
): Promise<T> {
  const options = { root: true, kind: SpanKind.CONSUMER, attributes: { ...attributes, ...named(commandId) } };
  beginning = idsOf(commandId);
  let span: Span;
  try {
    span = tracer().startSpan('command', options);
  } finally {
    beginning = null;
  }
  return inSpan(span, act);
}

/** Runs an attempt to answer these commands, as a span in the trace of each. */
export async function asAnswer<T>(
  commandIds: readonly string[],
  attributes: Attributes,
  act: () => Promise<T>,
): Promise<T> {
  const [first, ...others] = commandIds;
  if (first === undefined) return act();
  const parent = { ...idsOf(first), traceFlags: TraceFlags.SAMPLED, isRemote: true };
  const options = { kind: SpanKind.PRODUCER, attributes: { ...attributes, ...named(first) } };
  const span = tracer().startSpan('answer', options, trace.setSpanContext(context.active(), parent));
  // `act` stays in the trace that is active now.
  return inSpan(span, () => asAnswer(others, attributes, act), false);
}

const named = (commandId: string): Attributes => ({ 'dobrobot.command_id': commandId });

async function inSpan<T>(span: Span, act: () => Promise<T>, active = true): Promise<T> {
  try {
    return await (active ? context.with(trace.setSpan(context.active(), span), act) : act());
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : '' });
    throw error;
  } finally {
    span.end();
  }
}
