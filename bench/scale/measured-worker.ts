import { setTimeout as sleep } from 'node:timers/promises';
import { startChild, untilReady } from '../../start/child.ts';
import type { Child } from '../../start/child.ts';
import { processorSeconds, residentMb } from '../process.ts';

const megabyte = 2 ** 20;

interface Heap {
  readonly alive: number;
  readonly all: number;
}

/** The memory of a worker after garbage collection, in MB. */
export interface Needs {
  /** The resident memory. */
  readonly residentMb: number;
  /** The live memory in the heaps of its two threads. */
  readonly heapMb: number;
  /** The resident memory outside those heaps: Temporal's core, in Rust. */
  readonly outsideMb: number;
}

/** A worker in its own process that reports its heap on request. */
export class MeasuredWorker {
  readonly child: Child;
  readonly #heaps: Heap[];
  readonly #startedAt: number;
  readonly #readyAt: number;

  private constructor(child: Child, heaps: Heap[], startedAt: number) {
    this.child = child;
    this.#heaps = heaps;
    this.#startedAt = startedAt;
    this.#readyAt = performance.now();
  }

  static async start(script: string, readyLine: string, env: NodeJS.ProcessEnv): Promise<MeasuredWorker> {
    const heaps: Heap[] = [];
    const startedAt = performance.now();
    const child = await startChild({
      name: readyLine,
      command: process.execPath,
      args: ['--import', 'tsx', '--import', './bench/scale/heap.mjs', script],
      env,
      readyLine,
      onLine: (line) => {
        const [word, alive, all] = line.split(' ');
        if (word === 'heap') heaps.push({ alive: Number(alive), all: Number(all) });
        else console.error(`${readyLine}: ${line}`);
      },
    });
    await untilReady(child, () => child.isReady(), 60_000);
    return new MeasuredWorker(child, heaps, startedAt);
  }

  /** Seconds since its start. */
  age(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  get readySeconds(): number {
    return (this.#readyAt - this.#startedAt) / 1000;
  }

  /** Its resident memory, in MB. */
  residentMb(): Promise<number> {
    return residentMb(this.child.pid);
  }

  async withoutGarbage(): Promise<Needs> {
    this.#heaps.length = 0;
    process.kill(this.child.pid, 'SIGUSR2');
    while (this.#heaps.length < 2) await sleep(100);
    // Freed memory returns to the system a little later.
    await sleep(3000);
    const residentMb = await this.residentMb();
    const sum = (of: (heap: Heap) => number) =>
      this.#heaps.reduce((all, heap) => all + of(heap), 0) / megabyte;
    return { residentMb, heapMb: sum(({ alive }) => alive), outsideMb: residentMb - sum(({ all }) => all) };
  }

  /** The share of one processor that it uses while nothing happens. */
  async idleLoad(seconds: number): Promise<number> {
    const before = await processorSeconds(this.child.pid);
    await sleep(seconds * 1000);
    return ((await processorSeconds(this.child.pid)) - before) / seconds;
  }
}
