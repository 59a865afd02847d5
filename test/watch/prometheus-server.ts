import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { stringify } from 'yaml';
import { startChild } from '../../start/child.ts';
import type { Child } from '../../start/child.ts';
import { cache } from '../metrics/cache.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const bin = join(cache, 'root', 'usr', 'bin');

export interface Prometheus {
  readonly url: string;
  readonly process: () => Child;
  /** Starts it again on the same port, with the same data. */
  readonly start: () => Promise<void>;
}

interface PrometheusOptions {
  /** Its past samples, in the OpenMetrics format. */
  readonly samples?: string;
  /** Additional configuration, such as `rule_files`. */
  readonly settings?: object;
}

/** A real Prometheus from Debian that scrapes one exporter, and evaluates its rules, every second. */
export async function startPrometheus(
  target: string,
  { samples, settings = {} }: PrometheusOptions = {},
): Promise<Prometheus> {
  if (!existsSync(join(bin, 'prometheus')))
    throw new Error('There is no Prometheus: sh test/metrics/install.sh');
  const folder = await temporaryFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const data = join(folder, 'data');
  if (samples !== undefined) await fill(folder, data, samples);
  await writeFile(
    join(folder, 'prometheus.yml'),
    stringify({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      scrape_configs: [{ job_name: 'app', static_configs: [{ targets: [target] }] }],
      ...settings,
    }),
  );
  const args = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${data}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  let child: Child;
  const start = async () => {
    child = await startChild({
      ...{ name: 'Prometheus', command: join(bin, 'prometheus'), args, env: process.env },
    });
    await eventually(async () => {
      if (!(await fetch(`${url}/-/ready`)).ok) throw new Error('Prometheus is not ready');
    });
  };
  await start();
  return { url, process: () => child, start };
}

async function fill(folder: string, data: string, samples: string): Promise<void> {
  const file = join(folder, 'before.txt');
  await writeFile(file, samples);
  const promtool = await startChild({
    name: 'promtool',
    command: join(bin, 'promtool'),
    args: ['tsdb', 'create-blocks-from', 'openmetrics', file, data],
    env: process.env,
  });
  await promtool.ended;
}
