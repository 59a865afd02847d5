import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A target for Prometheus, whose values the test sets. */
export interface Exporter {
  readonly address: string;
  /** Values by metric with its labels, such as `errors{app="billing"}`; a text such as `NaN` is sent as it is. */
  readonly show: (values: Readonly<Record<string, number | string>>) => void;
  readonly close: () => Promise<void>;
}

export async function startExporter(): Promise<Exporter> {
  let text = '';
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    show: (values) => {
      text = Object.entries(values)
        .map(([name, value]) => `${name} ${value}\n`)
        .join('');
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
