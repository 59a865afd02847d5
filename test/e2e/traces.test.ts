/**
 * A trace leads from the message in Slack to its answer. The test decodes it with the published protobuf; `npm run test:metrics`
 * sends it to a real collector.
 */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { idsOf } from '../../health/command-trace.ts';
import { general, startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Sent {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly service: string;
}

/** The OTLP messages, as in the collector's repository. */
interface Request {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly { key: string; value: { stringValue?: string } }[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly {
        readonly traceId: Uint8Array;
        readonly spanId: Uint8Array;
        readonly parentSpanId: Uint8Array | null;
        readonly name: string;
      }[];
    }[];
  }[];
}
const root = createRequire(import.meta.url)('@opentelemetry/otlp-transformer/build/src/generated/root') as {
  opentelemetry: {
    proto: {
      collector: { trace: { v1: { ExportTraceServiceRequest: { decode(bytes: Buffer): Request } } } };
    };
  };
};
const { ExportTraceServiceRequest } = root.opentelemetry.proto.collector.trace.v1;

let collector: Server;
let company: Company;
const sent: Sent[] = [];
const credentials = new Set<string | undefined>();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

beforeAll(async () => {
  collector = createServer((request, response) => {
    void (async () => {
      credentials.add(request.headers.authorization);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { resourceSpans } = ExportTraceServiceRequest.decode(Buffer.concat(chunks));
      for (const { resource, scopeSpans } of resourceSpans) {
        const service =
          resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
        for (const { traceId, spanId, parentSpanId, name } of scopeSpans.flatMap(({ spans }) => spans)) {
          const ids = {
            traceId: hex(traceId),
            spanId: hex(spanId),
            parentSpanId: hex(parentSpanId ?? new Uint8Array()),
          };
          sent.push({ ...ids, name, service });
        }
      }
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    })();
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as AddressInfo;
  const headers = join(await temporaryFolder(), 'headers');
  await writeFile(headers, 'authorization=Bearer%20s3cret\n');
  company = await startCompany({
    tickets: { 'PAY-1': ['billing'] },
    env: {
      ...{ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, OTEL_BSP_SCHEDULE_DELAY: '200' },
      OTEL_EXPORTER_OTLP_HEADERS_FILE: headers,
    },
  });
});
afterAll(async () => {
  await company.close();
  collector.closeAllConnections();
  await once(collector.close(), 'close');
});

/** The spans in the trace of a message, once these are among them. */
const traceOf = (ts: string, ...names: readonly string[]) => {
  const { traceId, spanId } = idsOf(`${general}:${ts}`);
  return eventually(() => {
    const spans = sent.filter((span) => span.traceId === traceId);
    expect(spans.map(({ service, name }) => `${service} ${name}`)).toEqual(
      expect.arrayContaining([...names]),
    );
    // Each span has its parent in the trace, except the first, and those whose parent lasts as long as the release.
    const known = new Set(spans.map((span) => span.spanId));
    // The bot handles a message twice if it also finds it in the channel.
    const roots = spans.filter(({ parentSpanId }) => parentSpanId === '');
    expect(roots[0]).toMatchObject({ name: 'command', spanId, service: 'dobrobot-bot' });
    expect(new Set(roots.map((span) => span.spanId)).size).toBe(1);
    return {
      spans,
      orphans: spans.filter((span) => span.parentSpanId !== '' && !known.has(span.parentSpanId)),
    };
  });
};

it('of a request, through its workflow, to what is said of it', async () => {
  const { ts } = await company.say('U_ANN', 'dobro PAY-1');
  await company.untilStage('PAY-1', 'awaiting_approval');
  await traceOf(
    ts,
    ...['dobrobot-bot command', 'dobrobot-bot SignalWithStartWorkflow:release'],
    ...['dobrobot-worker HandleSignal:request', 'dobrobot-worker RunActivity:checkTicket'],
    ...['dobrobot-worker RunActivity:deliverNotices', 'dobrobot-worker answer'],
  );
});

it('of a command to a release that somebody else asked for, in a trace of its own', async () => {
  const { ts } = await company.say('U_NORA', 'accept PAY-1');
  await company.untilStage('PAY-1', 'awaiting_admin');
  const { spans, orphans } = await traceOf(
    ts,
    ...['dobrobot-bot command', 'dobrobot-bot SignalWorkflow:accept'],
    ...['dobrobot-worker HandleSignal:accept', 'dobrobot-worker answer'],
  );
  expect(orphans).toEqual([]);
  const command = spans.find(({ name }) => name === 'command');
  // The event and the answer may be delivered in one round or in two.
  for (const { parentSpanId } of spans.filter(({ name }) => name === 'answer'))
    expect(parentSpanId).toBe(command?.spanId);
});

it('of a question, to its answer', async () => {
  const { ts } = await company.say('U_BEN', 'status PAY-1');
  const { orphans } = await traceOf(
    ts,
    ...['dobrobot-bot StartWorkflow:question', 'dobrobot-worker RunWorkflow:question'],
    ...['dobrobot-worker StartActivity:answerQuestion', 'dobrobot-worker RunActivity:answerQuestion'],
  );
  expect(orphans).toEqual([]);
});

it('of a command that is refused, to the refusal', async () => {
  const { ts } = await company.say('U_BEN', 'accept PAY-1');
  await traceOf(ts, 'dobrobot-worker HandleSignal:accept', 'dobrobot-worker answer');
});

it('lets no question of the page and no words of anybody out', () => {
  expect(sent.filter(({ name }) => /query/i.test(name))).toEqual([]);
  expect(JSON.stringify(sent)).not.toContain('dobro PAY-1');
});

it('goes to the collector with the credentials from a file', () => {
  expect([...credentials]).toEqual(['Bearer s3cret']);
});
