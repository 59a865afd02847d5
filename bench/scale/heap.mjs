/**
 * Loaded into each thread of a worker. At SIGUSR2 every thread collects its garbage and prints `heap ALIVE ALL`: the live bytes in its
 * heap, and the bytes that the heap occupies.
 */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

function tell() {
  // The second pass frees what the first one only found to be dead.
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
