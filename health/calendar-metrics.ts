import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { MetricsSource } from './health.ts';

/** When each calendar was last read by any worker, epoch ms; null if never. */
type ReadAt = () => Promise<readonly { readonly name: string; readonly readAt: number | null }[]>;

/** The age of the calendars' contents. */
export function calendarMetrics(registry: Registry, readAt: ReadAt): MetricsSource {
  const gauge = new Gauge({
    name: 'dobrobot_calendar_read_timestamp_seconds',
    help: 'When a calendar of the configuration could be read last; 0 if never',
    labelNames: ['calendar'],
    registers: [registry],
  });
  const clear = () => {
    gauge.reset();
  };
  const read = async () => {
    const all = await readAt();
    clear();
    for (const one of all) gauge.set({ calendar: one.name }, (one.readAt ?? 0) / 1000);
  };
  return { name: 'calendars', clear, read };
}
