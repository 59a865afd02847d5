import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild, untilReady } from '../../start/child.ts';
import type { Child } from '../../start/child.ts';

const ticksPerSecond = 100;
const megabyte = 2 ** 20;

interface Heap {
  readonly alive: number;
  readonly all: number;
}

/** What a worker has when all garbage has been collected, in MB. */
export interface Needs {
  /** Of the machine's memory. */
  readonly residentMb: number;
  /** Alive in the heaps of its two threads. */
  readonly heapMb: number;
  /** Of the machine's memory, without those heaps: Temporal's core, in Rust. */
  readonly outsideMb: number;
}

/** A worker in a process of its own that can be asked for its heap. */
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

  /** Seconds since it was started. */
  age(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  get readySeconds(): number {
    return (this.#readyAt - this.#startedAt) / 1000;
  }

  /** What it has of the machine's memory, in MB. */
  async residentMb(): Promise<number> {
    const status = await readFile(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  async withoutGarbage(): Promise<Needs> {
    this.#heaps.length = 0;
    process.kill(this.child.pid, 'SIGUSR2');
    while (this.#heaps.length < 2) await sleep(100);
    // What was freed is given back a little later.
    await sleep(3000);
    const residentMb = await this.residentMb();
    const sum = (of: (heap: Heap) => number) =>
      this.#heaps.reduce((all, heap) => all + of(heap), 0) / megabyte;
    return { residentMb, heapMb: sum(({ alive }) => alive), outsideMb: residentMb - sum(({ all }) => all) };
  }

  /** The part of one processor that it takes while nothing happens. */
  async idleLoad(seconds: number): Promise<number> {
    const before = await this.#processorSeconds();
    await sleep(seconds * 1000);
    return ((await this.#processorSeconds()) - before) / seconds;
  }

  async #processorSeconds(): Promise<number> {
    const stat = await readFile(`/proc/${this.child.pid}/stat`, 'utf8');
    // After the name in brackets, which may hold blanks: the times are fields 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  }
}
