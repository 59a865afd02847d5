import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Needs real trackers and wikis, which `install*.sh` install. The tests start their own servers. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    watch: false,
    pool: 'forks',
    include: ['test/trackers/*.test.ts'],
    // For tests that release what these trackers contain.
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: 'test/support/setup-file.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
