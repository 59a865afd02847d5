import type { Client } from '@temporalio/client';
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { configurations } from '../client/configurations.ts';
import { withTimeout } from '../client/in-time.ts';
import type { RunningSettings } from '../config/settings-source.ts';
import type { MetricsSource } from './health.ts';

/** Prometheus waits for some seconds, while a new configuration may wait for Temporal. */
const lookWithinMs = 1000;

/** The version of the configuration that this process uses, even while Temporal is down. */
export function tellConfiguration(
  registry: Registry,
  settings: Pick<RunningSettings, 'now' | 'version'>,
): void {
  new Gauge({
    name: 'dobrobot_configuration_info',
    help: 'Always 1; its label is the version of the configuration by which this process goes',
    labelNames: ['version'],
    registers: [registry],
    async collect() {
      // An idle process does not read its settings, so the version could be out of date.
      await withTimeout(settings.now(), lookWithinMs).catch(() => undefined);
      this.reset();
      if (settings.version !== null) this.set({ version: settings.version }, 1);
    },
  });
}

/** The number of workers' files that differ from the configuration that runs. */
export function configurationMetrics(registry: Registry, client: Client): MetricsSource {
  const gauge = new Gauge({
    name: 'dobrobot_configuration_places_differing',
    help: 'Files of workers that are not the configuration that runs',
    registers: [registry],
  });
  const clear = () => {
    gauge.remove();
  };
  const read = async () => {
    const { running, places } = await configurations(client);
    gauge.set(running === null ? 0 : places.filter(({ version }) => version !== running.version).length);
  };
  return { name: 'configuration', clear, read };
}
