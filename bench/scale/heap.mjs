/** Loaded into each thread of a worker: at SIGUSR2 all collect their garbage, and each prints its heap as a line `heap USED TOTAL`, in bytes. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

function tell() {
  collectGarbage();
  const { used_heap_size: used, total_heap_size: total } = getHeapStatistics();
  console.log(`heap ${used} ${total}`);
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
