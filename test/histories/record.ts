/**
 * Records the history of every scenario that has none: `npx vitest run --config test/histories/record.config.ts`. With `RECORD='NAME …'` in
 * front, also records these again, because they take another path from now on. Recordings of released versions never change: see
 * docs/changing-workflows.md.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { History, playScenario } from './play.ts';
import { scenarios } from './scenarios.ts';
import { next, recordingsIn } from './versions.ts';

const recorded = new Set((await recordingsIn(import.meta.dirname)).map(({ name }) => name));
const anew = (process.env['RECORD'] ?? '').split(' ');
const folder = join(import.meta.dirname, next);
await mkdir(folder, { recursive: true });

describe('a history of', { concurrent: false }, () => {
  for (const [name, scenario] of Object.entries(scenarios)) {
    it.skipIf(recorded.has(name) && !anew.includes(name))(name, async () => {
      const { workflowId, history } = await playScenario(scenario);
      expect(history.events?.length).toBeGreaterThan(3);
      const encoded = gzipSync(History.encode(history).finish()).toString('base64');
      await writeFile(join(folder, `${name}.json`), JSON.stringify({ workflowId, history: encoded }));
    });
  }
});
