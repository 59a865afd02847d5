/** Loaded into each thread of a worker: at SIGUSR2 all collect their garbage, and each says in a line `heap ALIVE ALL` what is alive in its heap, and how
 * much memory that heap has, in bytes. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

function tell() {
  // What the first time only found to be dead, goes the second time.
  collectGarbage();
  collectGarbage();
  const { used_heap_size: alive, total_physical_size: all } = getHeapStatistics();
  console.log(`heap ${alive} ${all}`);
}

const wish = new BroadcastChannel('heap');
wish.onmessage = tell;
wish.unref();
if (isMainThread) {
  process.on('SIGUSR2', () => {
    wish.postMessage(null);
    tell();
  });
}
