/**
 * `npm run bench:scale`: what many open releases waiting for approval cost a worker, compared with as many bare workflows with as many
 * events and activities, in the same run: memory, time to open, cold start, idle processor time. `npm run bench:scale -- 1000 3000`
 * measures these numbers instead of 50. `--alone` measures releases without the comparison, also on two workers, and how many commands a
 * second they sustain. Prints Markdown; `docs/performance.md` says how to read it.
 */
import { parseArgs } from 'node:util';
import { livingChildren } from '../start/child.ts';
import { interruption } from '../start/interruption.ts';
import { costOf, sum, times } from './cost.ts';
import { alone } from './scale/alone.ts';
import { floorOf, releases } from './scale/kinds.ts';
import type { Kind } from './scale/kinds.ts';
import { measure } from './scale/measure.ts';
import type { Costs } from './scale/measure.ts';
import { floorBundle } from './scale/floor-bundle.ts';
import { workflowBundle } from '../worker/workflow-bundle.ts';
import { number, table } from './table.ts';

const few = 50;
/** A few only test the benchmark itself, so they are measured briefly. */
const idleSecondsOf = (count: number): number => (count <= few ? 5 : 60);

/** The rows of the table, by name. */
const measures: Readonly<Record<string, (costs: Costs) => number>> = {
  'memory, MB': ({ residentMb }) => residentMb,
  'of these without any, MB': ({ emptyMb }) => emptyMb,
  'each one more, kB: in use': ({ heapKb, outsideKb }) => heapKb + outsideKb,
  '… of it alive in the heap': ({ heapKb }) => heapKb,
  '… of it outside of the heap': ({ outsideKb }) => outsideKb,
  '… with what the heap has to spare': ({ eachKb }) => eachKb,
  'memory after a cold start, MB': ({ coldMb }) => coldMb,
  'time to open all, s': ({ openSeconds }) => openSeconds,
  'cold start: ready after, s': ({ readySeconds }) => readySeconds,
  'cold start: 100 asked and answered, s': ({ firstSeconds }) => firstSeconds,
  'cold start: all asked and answered, s': ({ allSeconds }) => allSeconds,
  'idle, % of a processor': ({ idleLoad }) => idleLoad * 100,
  'events of one': ({ history }) => costOf(history).events,
  'bytes of its history': ({ history }) => costOf(history).bytes,
};

async function compare(count: number): Promise<void> {
  const take = (kind: Kind) => measure(kind, count, idleSecondsOf(count));
  const ours = await take(releases);
  const floor = await take(floorOf(ours.history));
  const rows = Object.entries(measures).map(([name, of]) => {
    const [our, bare] = [of(ours), of(floor)];
    return [name, number(our), number(bare), number(our / bare, 2)];
  });
  console.log(`${table([`${count} that wait`, 'release', 'floor', '× floor'], rows)}\n`);
}

async function measureAlone(count: number): Promise<void> {
  const { rows, lives } = await alone(count);
  const { events, bytes, actions } = times(sum(lives.map(costOf)), 1 / lives.length);
  const life = { events, 'bytes of history': bytes, actions };
  const ofLife = Object.entries(life).map(([name, value]) => [`from request to end: ${name}`, number(value)]);
  console.log(`${table([`${count} that wait`, ''], [...rows, ...ofLife])}\n`);
}

async function bench(): Promise<void> {
  // Built beforehand, as in an image, because bundling takes more memory than anything measured.
  await Promise.all([workflowBundle(), floorBundle()]);
  const { values, positionals } = parseArgs({
    options: { alone: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const take = values.alone ? measureAlone : compare;
  for (const count of positionals.length > 0 ? positionals.map(Number) : [few]) await take(count);
}

try {
  await Promise.race([interruption(), bench()]);
} finally {
  await Promise.all(livingChildren().map((child) => child.kill()));
}
process.exit(0);
