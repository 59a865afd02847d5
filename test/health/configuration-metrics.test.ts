import type { Client } from '@temporalio/client';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { introduce, noConfigurations } from '../../domain/configurations.ts';
import type { Configurations } from '../../domain/configurations.ts';
import type { Settings } from '../../domain/settings.ts';
import { configurationMetrics, tellConfiguration } from '../../health/configuration-metrics.ts';

/** The metrics as Prometheus reads them, without comments. */
const lines = async (registry: Registry) =>
  (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

it('tells by which version a process goes, the newest when it is read', async () => {
  const registry = new Registry();
  const settings = {
    version: null as string | null,
    next: 'a1',
    now: () => {
      settings.version = settings.next;
      return Promise.resolve({} as Settings);
    },
  };
  tellConfiguration(registry, settings);
  expect(await lines(registry)).toEqual(['dobrobot_configuration_info{version="a1"} 1']);
  settings.next = 'b2';
  expect(await lines(registry)).toEqual(['dobrobot_configuration_info{version="b2"} 1']);
  settings.now = () => Promise.reject(new Error('away'));
  expect(await lines(registry)).toEqual(['dobrobot_configuration_info{version="b2"} 1']);
});

it('counts the workers whose files are not the one that runs', async () => {
  let known: Configurations = noConfigurations;
  const describe = () => Promise.resolve({ memo: { configurations: known } });
  const client = { workflow: { getHandle: () => ({ describe }) } } as unknown as Client;
  const registry = new Registry();
  const { read, clear } = configurationMetrics(registry, client);
  const counted = async () => {
    await read();
    return lines(registry);
  };
  expect(await counted()).toEqual(['dobrobot_configuration_places_differing 0']);
  const report = (place: string, version: string) => ({ place, version, values: {} });
  known = introduce(known, report('one:/a.yaml', 'v1'), 1);
  known = introduce(known, report('two:/a.yaml', 'v1'), 2);
  expect(await counted()).toEqual(['dobrobot_configuration_places_differing 0']);
  known = introduce(known, report('three:/a.yaml', 'v2'), 3);
  expect(await counted()).toEqual(['dobrobot_configuration_places_differing 2']);
  clear();
  expect(await lines(registry)).toEqual([]);
});
