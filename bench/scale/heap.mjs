/** Loaded into each thread of a worker: at SIGUSR2 all collect their garbage, and each says in a line `heap BYTES` what is alive in it. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

function tell() {
  // What the first time only found to be dead, goes the second time.
  collectGarbage();
  collectGarbage();
  console.log(`heap ${getHeapStatistics().used_heap_size}`);
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
