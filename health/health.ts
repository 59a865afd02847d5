import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { withTimeout } from '../client/in-time.ts';
import { healthDoor, healthDoorClosed } from '../config/health.ts';
import { programVersion } from '../config/program-version.ts';
import { healthWords } from '../texts/health.ts';
import { keptFor } from './kept.ts';
import type { Need } from './needs.ts';

/** Something outside of the process that metrics are read from. */
export interface MetricsSource {
  readonly name: string;
  /** Removes the values, since they are unknown while the source cannot be read. */
  readonly clear: () => void;
  /** Sets the values. Rejects if the source does not answer. */
  readonly read: () => Promise<void>;
}

/** What a process exposes once it is ready for that. */
export interface Exposed {
  readonly needs: readonly Need[];
  readonly sources?: readonly MetricsSource[];
  /** More metrics, in Prometheus' text format. */
  readonly more?: () => Promise<string>;
}

const metricsEveryMs = 15_000;
const needsEveryMs = 1000;
/** Prometheus gives up after 10 s. */
const readWithinMs = 5000;

/** Answers `/healthz`, `/readyz` and `/metrics` of a process. */
export class Health {
  /** The process' own metrics. */
  readonly registry = new Registry();
  readonly #ready = new Gauge({
    name: 'dobrobot_ready',
    help: '1 while the process has all that it needs, else 0',
    registers: [this.registry],
  });
  readonly #sourceUp = new Gauge({
    name: 'dobrobot_source_up',
    help: '1 if what metrics are read from answered the last time, else 0',
    labelNames: ['source'],
    registers: [this.registry],
  });
  readonly #missing = keptFor(needsEveryMs, async () => {
    const looks = this.#shown?.needs.map((look) => look()) ?? [Promise.resolve(healthWords.starting)];
    return (await Promise.all(looks)).filter((missing) => missing !== null);
  });
  readonly #read = keptFor(metricsEveryMs, () => this.#readAll());
  #shown: Exposed | null = null;
  #ends = false;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'dobrobot_build_info',
      help: 'Always 1; its label is the version of dobrobot that this process runs',
      labelNames: ['version'],
      registers: [this.registry],
    }).set({ version: programVersion }, 1);
  }

  /** Sets what to expose. Not ready until then. */
  show(shown: Exposed): void {
    this.#shown = shown;
  }

  /** Marks the process as shutting down, so that it is no longer ready. */
  ends(): void {
    this.#ends = true;
  }

  /** What is missing, in plain words; empty if the process is ready. */
  async missing(): Promise<readonly string[]> {
    return this.#ends ? [healthWords.ending] : this.#missing();
  }

  /** The metrics in Prometheus' text format. Sources that do not answer are left out. */
  async metrics(): Promise<string> {
    const [missing, more] = await Promise.all([
      this.missing(),
      this.#shown?.more?.().catch(() => '') ?? '',
      this.#read(),
    ]);
    this.#ready.set(missing.length === 0 ? 1 : 0);
    return (await this.registry.metrics()) + more;
  }

  async #readAll(): Promise<void> {
    await Promise.all(
      (this.#shown?.sources ?? []).map(async ({ name, clear, read }) => {
        try {
          await withTimeout(read(), readWithinMs);
          this.#sourceUp.set({ source: name }, 1);
        } catch {
          clear();
          this.#sourceUp.set({ source: name }, 0);
        }
      }),
    );
  }
}

/** Serves the health of this process if the environment configures it, else returns null. Throws an error that names what is wrong. */
export async function serveHealth(env: NodeJS.ProcessEnv): Promise<Health | null> {
  const door = healthDoor(env);
  if (door === null) return null;
  const health = new Health();
  const server = createServer((request, response) => {
    answer(health, request, response).catch((error: unknown) => {
      console.error('Its health cannot be told:', error);
      response.destroy();
    });
  });
  try {
    await once(server.listen(door.port, door.host), 'listening');
  } catch (error) {
    throw healthDoorClosed(door, error);
  }
  // The health server alone does not keep the process alive.
  server.unref();
  return health;
}

async function answer(health: Health, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const page = pages[pathname];
  if (page === undefined) {
    write(response, 404, Object.keys(pages).join('\n'));
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    write(response, 405, 'GET');
  } else {
    const { status = 200, text, type } = await page(health);
    write(response, status, text, type);
  }
}

interface Page {
  readonly status?: number;
  readonly text: string;
  readonly type?: string;
}

const pages: Readonly<Record<string, (health: Health) => Promise<Page>>> = {
  '/healthz': () => Promise.resolve({ text: 'alive' }),
  '/readyz': async (health) => {
    const missing = await health.missing();
    return missing.length === 0 ? { text: healthWords.ready } : { status: 503, text: missing.join('\n') };
  },
  '/metrics': async (health) => ({ text: await health.metrics(), type: health.registry.contentType }),
};

function write(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(text.endsWith('\n') ? text : `${text}\n`);
}
