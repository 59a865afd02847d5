import { once } from 'node:events';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Changes } from './changes.ts';
import type { Change } from './wire.ts';

/** The longest silence on a stream, so that no proxy takes it for dead. */
const heartbeatMs = 15_000;

/** Streams the changes to a listener until it leaves or the signal aborts. A slow listener gets only the newest. */
export const changeStream = (context: Context, changes: Changes, end: AbortSignal): Response =>
  streamSSE(context, async (stream) => {
    const leaving = new AbortController();
    stream.onAbort(() => {
      leaving.abort();
    });
    const gone = AbortSignal.any([end, leaving.signal]);
    const unsent: Change[] = [];
    let sending = false;
    const send = async () => {
      if (sending) return;
      sending = true;
      for (let change = unsent.pop(); change !== undefined; change = unsent.pop()) {
        await stream.writeSSE({ event: 'change', data: JSON.stringify(change) });
      }
      sending = false;
    };
    changes.listen((change) => {
      unsent.splice(0, unsent.length, change);
      void send();
    }, gone);
    const beat = setInterval(() => {
      if (!sending) void stream.write(': still here\n\n');
    }, heartbeatMs);
    if (!gone.aborted) await once(gone, 'abort');
    clearInterval(beat);
  });
