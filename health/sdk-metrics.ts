import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { RuntimeOptions } from '@temporalio/worker';

type TelemetryOptions = NonNullable<RuntimeOptions['telemetryOptions']>;

const loopback = '127.0.0.1';
const answerWithinMs = 5000;

/**
 * The metrics of Temporal's SDK. It can only serve them itself, so it does
 * at a free port of the loopback interface, from where `read` fetches them.
 */
export async function sdkMetrics(): Promise<{
  readonly options: Pick<TelemetryOptions, 'metrics'>;
  readonly read: () => Promise<string>;
}> {
  const bindAddress = `${loopback}:${await freePort()}`;
  const prometheus = {
    bindAddress,
    countersTotalSuffix: true,
    unitSuffix: true,
    useSecondsForDurations: true,
  };
  return {
    options: { metrics: { prometheus } },
    read: async () => {
      const response = await fetch(`http://${bindAddress}/metrics`, {
        signal: AbortSignal.timeout(answerWithinMs),
      });
      return response.text();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen({ port: 0, host: loopback });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}
