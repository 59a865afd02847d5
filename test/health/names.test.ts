/** The metrics that exist, those used in alerts and dashboards, and those explained in the docs are the same. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../start/project.ts';

const read = (...path: readonly string[]) => readFileSync(join(projectRoot, ...path), 'utf8');
const named = (text: string) => [...new Set(text.match(/\bdobrobot_[a-z_]+/g))].sort();

const sources = readdirSync(join(projectRoot, 'health'))
  .map((file) => read('health', file))
  .join();
const metrics = named(sources);

it('each is explained, and none besides', () => {
  expect(metrics.length).toBeGreaterThan(12);
  expect(named(read('docs', 'operating.md')).filter((name) => name !== 'dobrobot_log')).toEqual(metrics);
});

it('the dashboard shows each of them', () => {
  const { panels } = JSON.parse(read('deploy', 'grafana', 'dobrobot.json')) as {
    panels: { title: string; gridPos: object; targets: { expr: string }[] }[];
  };
  expect(named(panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join())).toEqual(metrics);
  expect(new Set(panels.map(({ gridPos }) => JSON.stringify(gridPos))).size).toBe(panels.length);
});

it('alerts are about those that there are', () => {
  expect(metrics).toEqual(expect.arrayContaining(named(read('deploy', 'prometheus', 'alerts.yml'))));
});
