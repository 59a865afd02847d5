/** OpenTelemetry's own collector accepts the traces, from the message to the answer. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { idsOf } from '../../health/command-trace.ts';
import { startChild, untilReady } from '../../start/child.ts';
import { general, startCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { cache } from './cache.ts';

const lines: string[] = [];
let company: Company;

beforeAll(async () => {
  const command = join(cache, 'collector');
  if (!existsSync(command)) throw new Error('There is no collector: sh test/metrics/install-collector.sh');
  const config = join(await temporaryFolder(), 'collector.yaml');
  const endpoint = `127.0.0.1:${await freePort()}`;
  await writeFile(
    config,
    stringify({
      receivers: { otlp: { protocols: { http: { endpoint } } } },
      exporters: { debug: { verbosity: 'detailed', sampling_initial: 1_000_000 } },
      service: {
        telemetry: { metrics: { level: 'none' } },
        pipelines: { traces: { receivers: ['otlp'], exporters: ['debug'] } },
      },
    }),
  );
  const collector = await startChild({
    ...{ name: 'collector', command, args: ['--config', `file:${config}`], env: process.env },
    onLine: (line) => lines.push(line),
  });
  await untilReady(collector, () => lines.some((line) => line.includes('Everything is ready')), 30_000);
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://${endpoint}`, OTEL_BSP_SCHEDULE_DELAY: '200' };
  company = await startCompany({ tickets: { 'PAY-1': ['billing'] }, env });
});
afterAll(() => company.close());

/** The spans of a trace, as printed by the collector. */
function namesIn(traceId: string): readonly string[] {
  const spans = lines.join('\n').split(/^Span #\d+$/m);
  return spans
    .filter((span) => span.includes(`Trace ID       : ${traceId}`))
    .map((span) => /^ *Name +: (.+)$/m.exec(span)?.[1] ?? '');
}

it('has the whole trace of a command', async () => {
  const { ts } = await company.say('U_ANN', 'dobro PAY-1');
  const { traceId } = idsOf(`${general}:${ts}`);
  await eventually(() => {
    expect(namesIn(traceId)).toEqual(
      expect.arrayContaining([
        ...['command', 'SignalWithStartWorkflow:release', 'HandleSignal:request'],
        ...['StartActivity:checkTicket', 'RunActivity:checkTicket', 'RunActivity:deliverNotices', 'answer'],
      ]),
    );
  });
});
