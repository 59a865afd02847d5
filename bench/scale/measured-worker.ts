import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild, untilReady } from '../../start/child.ts';
import type { Child } from '../../start/child.ts';

const ticksPerSecond = 100;
const megabyte = 2 ** 20;

/** A worker in a process of its own that can be asked for its heap. */
export class MeasuredWorker {
  readonly child: Child;
  readonly #heaps: number[];
  readonly #startedAt: number;
  readonly #readyAt: number;

  private constructor(child: Child, heaps: number[], startedAt: number) {
    this.child = child;
    this.#heaps = heaps;
    this.#startedAt = startedAt;
    this.#readyAt = performance.now();
  }

  static async start(script: string, readyLine: string, env: NodeJS.ProcessEnv): Promise<MeasuredWorker> {
    const heaps: number[] = [];
    const startedAt = performance.now();
    const child = await startChild({
      name: readyLine,
      command: process.execPath,
      args: ['--import', 'tsx', '--import', './bench/scale/heap.mjs', script],
      env,
      readyLine,
      onLine: (line) => {
        const [word, used] = line.split(' ');
        if (word === 'heap') heaps.push(Number(used));
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

  /** What it has when all garbage has been collected, in MB: of the machine's memory, and alive in the heaps of its two threads. */
  async withoutGarbage(): Promise<{ readonly residentMb: number; readonly heapMb: number }> {
    this.#heaps.length = 0;
    process.kill(this.child.pid, 'SIGUSR2');
    while (this.#heaps.length < 2) await sleep(100);
    // What was freed is given back a little later.
    await sleep(3000);
    const heapMb = this.#heaps.reduce((sum, used) => sum + used, 0) / megabyte;
    return { residentMb: await this.residentMb(), heapMb };
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
