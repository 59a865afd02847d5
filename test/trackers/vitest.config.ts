import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Real trackers and wikis, which `install.sh` brings. They start their own servers, and need nothing of the rest. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    watch: false,
    pool: 'forks',
    include: ['test/trackers/*.test.ts'],
    setupFiles: 'test/support/setup-file.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
