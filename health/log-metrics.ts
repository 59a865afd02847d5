import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import type { ReleaseLog } from '../log/release-log.ts';
import { waits } from '../log/waits.ts';
import type { MetricsSource } from './health.ts';

/** The completed waits, from the log; the ratio of their rates is the mean. Every worker reports the same values. */
export function logMetrics(registry: Registry, log: ReleaseLog): MetricsSource {
  const counter = (name: string, help: string) =>
    new Counter({ name, help, labelNames: ['for'], registers: [registry] });
  const count = counter(
    'dobrobot_waits_total',
    'Waits for the good, for the lock and for an admin that are over',
  );
  const seconds = counter('dobrobot_waited_seconds_total', 'How long they took together');
  const clear = () => {
    count.reset();
    seconds.reset();
  };
  const read = async () => {
    const all = await waits(await log.database());
    clear();
    for (const { waitedFor, ...waited } of all) {
      count.inc({ for: waitedFor }, waited.count);
      seconds.inc({ for: waitedFor }, waited.seconds);
    }
  };
  return { name: 'log', clear, read };
}
