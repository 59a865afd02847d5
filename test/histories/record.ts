/**
 * Records the history of every scenario that `next` has none of: `npx vitest run --config test/histories/record.config.ts`.
 * A recording that is there stays. Those of released versions are never made again: see docs/changing-workflows.md.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { History, playScenario } from './play.ts';
import { scenarios } from './scenarios.ts';
import { next } from './versions.ts';

describe('a history of', { concurrent: false }, () => {
  for (const [name, scenario] of Object.entries(scenarios)) {
    const path = join(import.meta.dirname, next, `${name}.json`);
    it.skipIf(existsSync(path))(name, async () => {
      const { workflowId, history } = await playScenario(scenario);
      const encoded = Buffer.from(History.encode(history).finish()).toString('base64');
      await writeFile(path, JSON.stringify({ workflowId, history: encoded }), { flag: 'wx' });
      expect(existsSync(path)).toBe(true);
    });
  }
});
